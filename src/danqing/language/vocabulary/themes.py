"""Files of the vocabulary by what their words name: persons, animals, buildings, clothes, food."""

PEOPLE = tuple(
    "people more_people professions roles characters common_people common_trades common_court life_people worlds_people"
    " everyday_people daily_people broad_people folk_people plain_people wide_a_people wide_a_roles wide_b_people"
    " wide_b_persons".split()
)
"""Their subjects are persons."""
ANIMALS = tuple(
    "mammals birds sea_life creatures insects reptiles common_animals life_animals worlds_creatures everyday_animals"
    " daily_animals broad_animals broad_mythical plain_animals wide_a_animals wide_b_animals".split()
)
BUILDINGS = ("buildings", "common_sites", "everyday_sites", "daily_sites", "wide_a_sites")
"""One may be inside of their subjects."""
CLOTHES = tuple(
    "clothing common_wear everyday_wear daily_wear broad_wear folk_wear plain_wear wide_a_wear wide_b_wear".split()
)
FOOD = tuple(
    "food_world dishes_chinese flowers produce common_food everyday_food daily_food broad_food folk_food plain_food"
    " plain_plants wide_a_food wide_b_food wide_b_plants".split()
)
"""What is eaten or grows."""
