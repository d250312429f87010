# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_resource_quota.shop default/v1/ResourceQuota/shop/compute
