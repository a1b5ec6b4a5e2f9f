"""Files in: criteria sets, reference tables and site inventories, with every fault collected."""
