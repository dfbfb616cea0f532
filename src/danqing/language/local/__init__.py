"""Language models in this process: any folder of a causal language model with a chat template."""
