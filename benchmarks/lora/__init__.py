"""What `danqing train lora` teaches the starter, what it forgets, how long it takes and how much memory it needs."""
