"""Web push (RFC 8030, 8188, 8291, 8292): keys, encryption, and requests to push services."""
