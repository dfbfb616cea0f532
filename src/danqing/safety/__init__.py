"""What may be drawn and shown. The only package that makes approved prompts and checked pictures."""
