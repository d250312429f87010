# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_limit_range.shop default/v1/LimitRange/shop/containers
