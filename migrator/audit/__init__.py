"""Many repositories, one answer: what fails where, who owns it, and the changes as branches."""
