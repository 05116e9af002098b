"""Web push (RFC 8030, 8188, 8291, 8292): keys, sealing, and posting to the services of browser makers."""
