"""English nouns that the starter models cannot draw; the generator adds made-up ones, so that unknown means omit."""

# Things whose names hold the name of something that can be drawn.
LOOKALIKES = tuple(
    """cat-food cat-litter cat-cafe catfish caterpillar car-wash car-park car-key cargo-train cartoon-character carpet cardboard-box cart carrot cable-car house-key
    housewife houseboat house-plant dollhouse greenhouse lighthouse warehouse birdhouse doghouse tree-house treasure-map tree-trunk family-tree christmas-tree-stand
    flower-pot flower-vase flower-shop sunglasses sunscreen sunflower-oil sunburn moonlight-sonata moon-cake moonwalker mooncake star-wars starfish star-trek
    movie-star rock-star starbucks-latte superstar heart-surgeon heart-attack cloud-server cloud-computing soundcloud fish-and-chips fishbowl fish-tank fishing-rod fisherman
    jellyfish swordfish fish-sticks birdcage bird-feeder birdwatcher ladybird big-bird boat-race boathouse lifeboat-crew battleship-game cup-noodles cupboard cupcake
    world-cup hiccup mushroom-soup mushroom-pizza mushroom-risotto apple-pie apple-juice applesauce pineapple apple-watch apple-store umbrella-stand umbrella-corporation
    mountain-bike mountain-goat mountain-dew mountain-climber rocket-launcher rocket-scientist rocket-salad hot-air-ballooner balloon-animal balloon-dog
    circle-of-friends crop-circle square-root square-dance times-square triangle-player bermuda-triangle love-triangle rabbit-hole rabbit-stew jack-rabbit-slims welsh-rabbit
    penguin shark ostrich peacock bus-stop school-bus dog-house hotdog raincoat rainbow-flag horse-carriage motor-home""".split()
)
PEOPLE = tuple(
    """man woman boy girl child baby person king queen prince princess knight pirate wizard witch ninja samurai
    soldier doctor nurse teacher student farmer chef cook baker policeman firefighter pilot astronaut sailor dancer singer painter artist
    scientist engineer lawyer judge clown magician cowboy viking monk nun priest bride groom couple family crowd team
    toddler teenager grandfather grandmother grandma grandpa mother father mom dad mum sister brother uncle aunt cousin nephew niece
    wife husband girlfriend boyfriend friend boss neighbour neighbor colleague professor plumber carpenter waiter waitress barista
    photographer journalist president minister superhero mermaid fairy elf dwarf giantess goblin vampire zombie ghost angel demon
    robot cyborg alien skeleton mummy fisherman hunter gardener tailor barber athlete footballer boxer wrestler swimmer runner skater
    violinist pianist drummer guitarist conductor librarian programmer hacker detective spy thief prisoner beggar merchant emperor
    geisha shepherd butcher miner lifeguard surfer tourist guard bodyguard referee coach dentist surgeon nanny twin old-man
    snowman scarecrow gnome troll ogre warrior gladiator archer monarch duchess butler maid mailman postman janitor""".split()
)
ANIMALS = tuple(
    """dog puppy horse pony cow bull pig piglet sheep lamb goat donkey mule lion tiger leopard cheetah panther jaguar
    bear panda koala kangaroo elephant giraffe zebra rhino hippo monkey gorilla chimpanzee wolf fox raccoon squirrel hedgehog
    mouse rat hamster beaver otter badger skunk deer moose elk camel llama alpaca bison buffalo snake lizard crocodile alligator
    turtle tortoise frog toad salamander whale dolphin octopus squid jellyfish crab lobster shrimp starfish seahorse seal walrus
    spider scorpion ant bee wasp butterfly moth dragonfly ladybug beetle grasshopper mosquito snail worm caterpillar centipede
    dragon unicorn dinosaur t-rex phoenix griffin pegasus kraken monster yeti werewolf sloth anteater armadillo bat mole weasel
    ferret chinchilla lemur meerkat hyena coyote bobcat corgi poodle husky labrador dalmatian bulldog chihuahua beagle
    stingray eel oyster clam gecko iguana chameleon python cobra mammoth tapir okapi platypus wombat""".split()
)
FOOD = tuple(
    """pizza burger hamburger sandwich sushi noodles ramen pasta spaghetti bread cake cupcake cookie donut doughnut pie
    banana grape grapes pear peach watermelon melon pineapple mango kiwi coconut avocado tomato potato carrot onion
    garlic cabbage broccoli lettuce cucumber pumpkin corn pepper eggplant spinach rice soup salad steak chicken-wings bacon sausage
    egg omelette pancake waffle cheese butter milk yogurt ice-cream chocolate-bar candy lollipop popcorn chips fries hotdog taco burrito
    dumpling dumplings tofu curry lasagna croissant bagel pretzel muffin brownie pudding honey jam juice beer wine whisky cocktail
    lemonade smoothie milkshake water-bottle soda cola sandwich kebab falafel oatmeal cereal almond walnut peanut raspberry
    blueberry blackberry fig pomegranate papaya durian lychee""".split()
)
THINGS = tuple(
    """chair table sofa couch bed desk lamp bookshelf cupboard wardrobe mirror carpet curtain pillow blanket clock watch
    phone laptop computer keyboard monitor printer camera television radio speaker headphones microphone fridge oven stove
    microwave toaster kettle pan pot fork knife spoon plate bowl bottle jar basket bucket broom vacuum ladder hammer saw drill
    screwdriver wrench nail rope chain key lock door window gate fence wall roof stairs elevator bus truck van train tram
    bicycle bike motorcycle motorbike scooter skateboard tractor bulldozer excavator crane ambulance firetruck helicopter airplane
    plane jet drone submarine tank cannon sword shield bow arrow gun rifle bomb axe dagger spear helmet hat cap crown shirt t-shirt
    jacket coat dress skirt trousers jeans shoes boots sneakers socks gloves scarf tie belt glasses sunglasses necklace ring
    bracelet earrings backpack suitcase handbag wallet book notebook pencil pen eraser ruler scissors paper envelope letter stamp map
    globe flag guitar piano violin drum trumpet flute saxophone harp football basketball tennis-racket bat chess dice puzzle
    doll teddy-bear kite yo-yo swing slide tent campfire candle lantern torch matches fireworks lightning rainbow tornado volcano waterfall
    river lake island bridge road railway highway castle tower church temple mosque pagoda palace skyscraper factory school hospital
    library museum stadium airport barn windmill lighthouse bakery restaurant cafe bank prison fountain statue monument pyramid
    sphinx well igloo hexagon pentagon rectangle octagon cube sphere cylinder cone spiral arrow-sign logo poster banner sign billboard
    toothbrush soap towel shampoo sponge toilet bathtub sink shower comb hairbrush lipstick perfume syringe pill bandage
    microscope telescope magnet battery lightbulb satellite ufo planet comet meteor asteroid galaxy earth mars saturn jupiter
    treasure coin banknote diamond gem trophy medal gift present christmas-wreath snowflake leaf cactus bamboo grass-skirt vine seaweed
    coral shell feather nest egg-carton bone skull brain eye hand foot nose mouth tooth ear wheel engine gear spring anchor
    compass hourglass typewriter tablet smartphone joystick console server chip circuit cable robot-arm wheelchair stroller hammock
    bench parachute glider zeppelin blimp sled snowboard surfboard raft-race canteen thermos chandelier fan air-conditioner
    accordion banjo cello oboe xylophone tambourine gramophone vinyl cassette projector calculator abacus stapler clipboard
    dumbbell treadmill trampoline racket frisbee volleyball golf-club hockey-stick boomerang pinwheel puppet marionette mask""".split()
)
RARE = tuple(
    """astrolabe sextant sundial theodolite metronome ocarina zither dulcimer bassoon bagpipe lute lyre mandolin sitar kazoo castanets maracas harpsichord glockenspiel
    gazebo trellis pergola turret parapet portcullis drawbridge moat aqueduct obelisk minaret cupola buttress veranda balustrade bannister doorknob hinge latch padlock
    ottoman futon divan recliner armoire credenza sideboard lectern pew hassock footstool cradle crib playpen highchair bassinet rattle pacifier diaper
    abacist apothecary blacksmith cobbler cooper falconer fletcher glazier haberdasher herald jester minstrel milliner midwife sommelier stevedore tinker weaver wheelwright
    anvil bellows trowel chisel mallet pliers spanner crowbar hacksaw vise awl lathe sander soldering-iron multimeter oscilloscope voltmeter crucible beaker pipette bunsen-burner centrifuge
    stethoscope scalpel forceps crutch splint tourniquet dentures hearing-aid thermometer inhaler gurney defibrillator colander ladle spatula whisk rolling-pin corkscrew strainer grater
    peeler wok skillet casserole crockpot tongs cleaver mandoline trivet coaster doily napkin tablecloth apron oven-mitt bib bonnet beret fedora sombrero turban tiara
    kimono sari poncho kilt cardigan corset petticoat leotard overalls dungarees pinafore waistcoat cummerbund galoshes clogs moccasins sandals slippers stilettos mittens earmuffs
    monocle pince-nez brooch locket cufflink anklet hairpin barrette parchment quill inkwell scroll abacus-frame easel palette-knife thumbtack staple paperclip highlighter protractor
    catapult trebuchet halberd crossbow scimitar rapier musket gauntlet chainmail quiver longbow javelin discus shuttlecock croquet-mallet bowling-pin dartboard pogo-stick
    unicycle tandem rickshaw stagecoach chariot gurney-cart wheelbarrow forklift combine-harvester snowplow steamroller monorail funicular dirigible gyrocopter
    aardvark axolotl babirasa binturong bushbaby capybara caracal civet dingo dormouse dugong echidna ermine fossa gazelle gerbil gibbon gnu ibex impala jerboa kudu manatee mandrill
    marmot marten mongoose muskrat narwhal numbat ocelot okapi-calf opossum oryx pangolin peccary polecat porcupine quokka serval shrew tarsier vole wallaby warthog wolverine yak zebu
    barnacle cuttlefish conch mussel nautilus krill prawn crayfish sea-urchin anemone coelacanth-fossil leech slug termite cricket cicada locust mantis weevil aphid flea tick millipede
    tarantula gila-monster boa rattlesnake viper terrapin newt tadpole triceratops stegosaurus velociraptor pterodactyl trilobite minotaur centaur cyclops hydra basilisk chimera gorgon leprechaun
    artichoke asparagus aubergine beetroot celery chickpea courgette endive fennel kale leek lentil okra parsnip radish rhubarb shallot turnip yam zucchini apricot cantaloupe clementine cranberry
    currant elderberry gooseberry grapefruit guava kumquat lime-wedge mulberry nectarine persimmon quince rambutan tamarind cashew hazelnut pecan pistachio baguette biscotti brioche cannoli crumpet
    eclair enchilada focaccia gazpacho gnocchi goulash haggis hummus jambalaya kimchi macaroon meringue moussaka paella pavlova pierogi quesadilla quiche ravioli risotto samosa sauerkraut schnitzel
    scone shawarma souffle strudel tempura tiramisu tortilla truffle-oil wasabi router modem hard-drive graphics-card scanner shredder cash-register turnstile walkie-talkie handcuffs fire-hydrant
    faucet plunger mop dustpan clothesline clothespin thimble bobbin zipper button loom spindle hoodie pajamas bathrobe wig kneepad barbell pommel-horse hurdle pinball-table kaleidoscope piggy-bank jukebox""".split()
)
VERBS = tuple(
    """eating drinking hugging carrying pushing pulling kicking hitting tapping knocking strumming blowing riding chasing catching biting licking sniffing watching reading writing wiping washing
    brushing sweeping fixing lifting throwing juggling spinning stomping climbing digging burying planting watering picking slicing chopping boiling frying roasting pouring selling buying stealing
    holding wearing tying hanging dragging walking feeding teaching sewing cutting folding shooting driving collecting studying repairing imitating worshipping guarding rescuing scaring painting""".split()
)
PLURALS = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "wolf": "wolves", "mouse": "mice", "sheep": "sheep", "deer": "deer", "moose": "moose",
    "bison": "bison", "knife": "knives", "leaf": "leaves", "foot": "feet", "tooth": "teeth", "thief": "thieves", "bookshelf": "bookshelves", "shelf": "shelves",
    "fireman": "firemen", "policeman": "policemen", "fisherman": "fishermen", "mailman": "mailmen", "postman": "postmen", "snowman": "snowmen", "squid": "squid", "shrimp": "shrimp",
}  # fmt: skip
ABSTRACT = tuple(
    """love happiness sadness anger freedom justice peace time infinity loneliness hope fear courage music silence
    democracy economics inflation capitalism philosophy mathematics quantum-physics gravity evolution history friendship truth beauty
    wisdom chaos entropy dreams nostalgia success failure luck karma jealousy boredom technology future blockchain artificial-intelligence
    democracy consciousness eternity destiny patience ambition""".split()
)
BRANDS = tuple(
    """pikachu batman superman spiderman iron-man hello-kitty mickey-mouse donald-duck mario sonic totoro elsa
    naruto goku doraemon shrek minions barbie einstein napoleon shakespeare mozart beethoven obama trump putin elon-musk taylor-swift
    beyonce messi ronaldo michael-jordan marilyn-monroe gandhi cleopatra nike adidas coca-cola pepsi starbucks mcdonalds ikea tesla
    toyota bmw ferrari iphone playstation nintendo google microsoft facebook netflix the-beatles harry-potter gandalf darth-vader yoda
    the-eiffel-tower the-great-wall big-ben the-statue-of-liberty the-taj-mahal the-colosseum mount-rushmore stonehenge the-white-house
    paris london new-york tokyo beijing shanghai venice dubai sydney hogwarts the-titanic""".split()
)
ADJECTIVES = tuple(
    """wooden smiling flying sleeping dancing running jumping crying laughing angry sad happy fluffy furry striped spotted
    transparent metal metallic plastic glass stone brick paper cardboard golden-framed broken old ancient rusty dirty shiny sparkling
    glittery burning melting frozen fat skinny tall short long wet dry lazy sleepy hungry evil scary spooky haunted magic magical
    invisible futuristic medieval victorian japanese chinese french realistic detailed cartoonish robotic cybernetic steampunk
    three-legged two-headed winged bearded bald muscular screaming singing swimming reading fuzzy velvet silk leather marble
    porcelain crystal diamond-studded polka-dot checkered tartan floral patterned zigzag curly spiky slimy hairy
    sick injured drunk pregnant royal rich poor famous crooked twisted upside-down rotating exploding glowing
    luxury electric solar-powered inflatable edible poisonous rotten juicy ripe fresh half-eaten sliced bitten tattooed masked
    armored armoured blindfolded surprised grumpy confused shy proud brave drooling blinking winking waving dotted hollow shining twinkling glittering calm stormy modern cozy-looking cartoon
    woolen knitted crocheted rubber ceramic concrete bamboo iron steel copper bronze wrinkled hand-made flaming
    bouncing spinning meditating snoring yawning limping galloping stretching""".split()
)
PHRASES = tuple(
    """with a hat|wearing a hat|with sunglasses|wearing glasses|wearing a scarf|with a big smile|with wings|made of glass|
    made of wood|made of gold|holding a sword|with a bow tie|in a tuxedo|in a dress|wearing boots|with long hair|with green eyes|
    with blue eyes|playing guitar|playing the piano|reading a book|eating pizza|drinking milk|eating cheese|riding a bike|riding a bicycle|driving a truck|
    that is smiling|that is dancing|that is sleeping|who is crying|with legs|with a face|with a mustache|with stripes|
    with polka dots|with spots|with a long tail|with three legs|smoking a pipe|wearing a crown|with a crown|with a cape|playing chess|
    taking a nap|doing yoga|in pajamas|with headphones|wearing a mask|full of water|full of coffee|filled with tea|with steam coming out|
    with smoke coming out|on fire|made of stone|made of chocolate|with windows|with a chimney|with an open door|with a flag|
    with a big sail|with leaves falling|with a worm in it|with a bite taken out|with big ears|with whiskers|licking its paw|
    chasing a mouse|chasing a ball|jumping over a fence|in mid air|exploding|crying|laughing|smiling|dancing|sleeping|running|jumping|
    singing a song|wearing a t-shirt|that says hello|with text on it|with the word love on it|with a ribbon|holding a flower pot|
    with a long neck|on a skateboard|on a sofa|on a table|on a chair|in a box|in a basket|on a plate|near a river|by a lake|
    under a bridge|next to a dog|next to a bus|with a dog|beside a fence|on a bed|on a shelf|in a cage|behind a window|
    in the style of picasso|at full speed|taking off|going fast|waving hello|looking sad|looking at the camera|with sharp teeth|
    with shadows|with reflections|with its reflection|covered in mud|tied with a string|hanging from a hook|
    from above|from the side|seen from behind|close up|with a signature|with a speech bubble|with a frame""".replace(
        "\n", ""
    ).split("|")
)
PLACES = tuple(
    """in a city|in the city|in a forest|in the forest|in space|in outer space|in a kitchen|in the kitchen|in the jungle|in a cave|
    in a park|in the park|at school|in a castle|on mars|on the moon's surface|in the mountains of tibet|in paris|in tokyo|in new york|in london|on a street|
    on the street|in a garden|in the garden|at the zoo|in a supermarket|in a library|in a museum|in a hospital|at the airport|
    on a train|on a bridge|in a bathroom|in an office|in a swamp|in the rain|in the fog|in a storm|during a thunderstorm|underground|in hell|
    in heaven|in a factory|at a party|at a concert|on a stage|in a classroom|in the arctic|on an island|in a village|on a farm|
    in a bamboo grove|by a river|next to a waterfall|at a lake|in a cathedral|in an aquarium|on a highway|in a parking lot|
    in a stadium|at the mall|in times square|in a dark alley|in a dungeon|in a laboratory|on a rooftop|in a volcano|
    in an autumn forest|in a rainforest|on a busy road|on a football field's stand|in a temple|in a dream|in wonderland|in ancient rome|on a table|
    in africa|in china|in a parking garage|in a haunted mansion|in a prison|in a subway|in a cyberpunk city|on another planet""".replace(
        "\n", ""
    ).split("|")
)
STYLES = tuple(
    """oil painting|photo|photograph|photorealistic|realistic|3d render|3d|anime|manga|cyberpunk|steampunk|cubist|impressionist|
    van gogh|picasso|ghibli|studio ghibli|disney|pop art|ink wash|ink painting|charcoal drawing|pastel|crayon|graffiti|
    stained glass|origami|claymation|lego|vaporwave|surrealist|baroque|gothic|renaissance|art deco|art nouveau|ukiyo-e|comic book|
    cartoon|low poly|isometric|minecraft|hyperrealistic|cinematic|film noir|embroidery|mosaic|woodcut|collage|paper cut|
    acrylic|gouache|fresco|chalk|marble sculpture|bauhaus|abstract expressionist|monet|pixar|polaroid|blueprint|retro poster""".replace(
        "\n", ""
    ).split("|")
)
COLOURS = tuple(
    """colorful|colourful|rainbow|rainbow-coloured|striped|transparent|multicolored|multicoloured|colourless|see-through|iridescent|
    holographic|rainbow-colored|translucent|polka-dot|tie-dye|camouflage|plaid|black-and-white striped|two-tone|checkered""".replace(
        "\n", ""
    ).split("|")
)
ALL = (PEOPLE, ANIMALS, FOOD, THINGS, THINGS, RARE)
