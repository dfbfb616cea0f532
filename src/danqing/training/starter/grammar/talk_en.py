"""English that asks for no picture at all."""

TALK = (
    "hello", "hi there", "hey", "good morning", "how are you", "what's your name", "who are you", "who made you", "thanks a lot", "thank you",
    "you are {great|stupid|awesome|an idiot|useless|so funny|the best|dumb}", "i {love|hate} {you|this|<n>s}", "what can you do", "tell me a joke", "lol",
    "what is the weather {today|tomorrow|like in <b>}", "will it rain {today|tomorrow}", "what time is it", "what day is it today",
    "what is <d> plus <d>", "what's <d> times <d>", "solve x + <d> = <d>", "how much is <d> divided by 7", "what is the square root of <d>",
    "what is the capital of {france|peru|japan|canada|italy}", "who won the world cup", "who is <b>", "what do you think about <b>",
    "write {a poem|a story|an essay|an email|a song|some code} about {<n>s|my <n>|the <n>}", "write a python function that sorts a list", "fix my code",
    "how do i install {python|a printer|windows|<n>}", "print('hello world')", "select * from users", "translate {this|<n>|hello} into {french|german|chinese}",
    "explain {gravity|quantum physics|photosynthesis|the stock market} to me", "what does <n> mean", "how do you spell <n>", "define <n>",
    "where can i buy {a <n>|<n>s}", "how do i cook <n>", "give me a recipe for <n>", "book a {flight|table|hotel} for {two|tomorrow|<d> people}",
    "play some music", "set a timer for <d> minutes", "call my {mom|<n>|boss}", "send an email to <b>", "open {youtube|the door|google}",
    "what is the meaning of life", "are you {a robot|human|real|conscious|sleeping}", "do you like <n>s", "how old are you", "where do you live",
    "i am {bored|sad|hungry|tired|happy|in love}", "i had a bad day", "my <n> is broken", "can you help me with my {homework|taxes|<n>}", "help",
    "shut up", "go away", "that's terrible", "what the hell", "nice weather today", "good night and bye", "bye", "see you tomorrow", "ok", "yes", "no way", "hmm",
    "is the earth flat", "how far is it to <b>", "how many people live in <b>", "recommend me a {movie|book|restaurant}", "sing me a song",
    "who would win, a <n> or a <m>", "why do <n>s {sleep|cry|fly|run}", "what is the price of {gold|bitcoin|a <n>}", "tell me about <b>",
    "bonjour, comment ça va", "hola, qué tal", "guten tag", "dibuja un perro", "dessine une maison en bois pour mon frère", "ich möchte ein bild",
    "こんにちは", "ありがとう", "안녕하세요", "привет как дела", "ciao bella", "qual è il tuo nome", "dziękuję bardzo", "merci beaucoup", "hoje é domingo",
    "tell me the news", "what's new", "how tall is <b>", "summarise this article", "proofread my text", "what's the best <n>", "cancel my subscription",
    "i don't understand", "this does not work", "why is this so slow", "how much does it cost", "what is your favourite {food|film|number|song}",
    "are <n>s dangerous", "my name is <n>", "nothing", "whatever", "test", "testing 1 2 3", "lorem ipsum dolor sit amet", "to be or not to be",
    "remind me to buy {milk|<n>}", "what's on tv", "do my homework", "count to <d>", "roll a dice", "flip a coin", "can <n>s swim",
    "a poster that says {hello|happy birthday|sale|<n>}", "write the word {love|hello|<n>} in big letters", "make a logo for my {company|shop|<n> business}",
    "design a business card for {me|my <n>}", "a birthday card for my {mother|<n>}", "my selfie", "a portrait of {me|my <n>|<b>}", "an infographic about <n>s",
    "a map of {the world|europe|<b>}", "a chart of sales in 2024", "a comic strip about {<n>s|a <n>}", "something {nice|funny|scary|beautiful|random}",
    "make me a {cv|website|spreadsheet|playlist|shopping list}", "is <d> {a prime number|even|odd|bigger than 7}", "can you {speak chinese|sing|cook|hear me|code|drive a car}?", "{thanks|thank you}, {that's|that is|it's|it looks} {perfect|lovely|nice|awesome}",
    "logo for my {shop|cafe|company|band|<n> store} called <n> <m>", "a {poem|song|story} about {the moon|a cat|a rabbit|the sea|stars}", "what {colour|color} is {the sky|a banana|the sun}?", "are you {there|ok|busy|awake}?", "my {brother's|teacher's|neighbour's} <n>",
    "some <n>s and a glass of <m>", "good job", "you're welcome", "no thanks", "maybe later", "i changed my mind", "never mind", "what's a <n>?", "how do {cats|birds|rabbits|fish} {sleep|see|breathe}?", "give me {advice|an idea|a hint|your number|money}", "who is the president?", "what's trending?", "hello, how can you help me?", "is this free?", "can i use the pictures commercially?", "how many pictures can you make?", "what models do you use?", "what can't you draw?",
    "surprise me", "draw anything", "anything you like", "the letter {a|b|z}", "the number <d>", "the text '<n> <m>'", "who painted the mona lisa",
    "how does a {rocket engine|car engine} work", "what do {rabbits|cats|fish|birds} eat", "how many {stars|fish|trees} are there in the {universe|ocean|world}",
    "how high is {mount everest|the sun}", "why is the sky blue", "what is your favourite colour", "is the {moon|sun} a planet", "do you have a {cat|car|house}",
    "how much is {a car|a house|an apple|an umbrella}", "are {mushrooms|tulips|apples} healthy", "when is the next full moon", "why do cats purr",
)  # fmt: skip

# About things that can be drawn (<k>, <j>): who only asks about them wants no picture of them.
QUESTIONS = (
    "why {is|isn't} {a|the|every|my} <k> {always |never |}{<c>|<v>|round|so expensive}", "how {long|fast|old|heavy|big|high} can a <k> {be|get|grow|go}", "what's the {difference between|connection between} a <k> and {a <j>|a <n>}", "which is {better|heavier|older|more expensive}, a <k> or {a <j>|a <n>}", "who invented the <k>",
    "where can i {buy|find|see|rent|photograph} a {<c> |}<k>", "what is the {biggest|oldest|fastest|rarest|most expensive} <k> {in the world|ever|you know}", "tell me {something|a story|a joke|more} about {a|the} <k>", "is a <k> {an animal|a plant|a fruit|a planet|a vehicle|a toy|the same as a <j>}", "have you ever {seen|owned|bought|touched} a {<c> |}<k>", "how do {you|i} {spell|pronounce|clean|fold|build|grow|feed} a <k>",
    "can a <k> {fly|swim|talk|glow|break|get sick}", "what does {a|the} <k> {mean|stand for|cost|weigh|eat|need}", "{my|our|the neighbour's} <k> is {broken|gone|sick|lost|dirty}", "{write|recite|compose} {a poem|a haiku|a song|a story|an essay} about {a|the} <k>", "do you {like|prefer|own|hate} {a|the} {<c> |}<k>", "what is {the word for|the plural of} <k> in {french|german|latin|chinese}", "i dreamt about a <k>, what does that mean", "how many {<c> |}<k>s {fit in|make|cost as much as} a {<j>|<n>}",
    "when {was|is} the {first|next} <k> {made|visible|launched|sold}", "any good {books|films|songs} about a <k>", "should i {buy|get|paint} my <k> {<c>|now|or wait}", "is my <k> {too old|allowed here|worth anything}", "what would happen if a <k> {ate|met|hit} {a <n>|a <j>}",
)  # fmt: skip
