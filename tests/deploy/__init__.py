"""What puts the program on a server: the image, the units of systemd, the bundle for a machine without network."""
