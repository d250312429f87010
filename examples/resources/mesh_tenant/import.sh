# <cluster>/<name>
terraform import mesh_tenant.shop default/shop
