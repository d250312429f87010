# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_peer_authentication.payments default/security.istio.io/v1/PeerAuthentication/payments/default
