"""Files in: criteria sets, reference tables and inventories, with every fault collected."""
