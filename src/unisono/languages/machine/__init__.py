"""Machines that suggest translations: services, what is sent to them, what of their answers is kept."""
