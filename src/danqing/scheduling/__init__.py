"""Who works when: one loop for each device."""
