"""What must survive: conversations, turns, jobs, events and pictures, in one database and one data folder."""
