"""The network: connections, TLS, certificates and a proxy."""
