"""What several ways in need: bytes become values here, whether from a file or from a server."""
