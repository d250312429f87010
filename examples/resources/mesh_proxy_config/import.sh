# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_proxy_config.api default/networking.istio.io/v1beta1/ProxyConfig/shop/api
