"""Categories and tags to start from: a list that anybody may take, change, or leave."""

from rolethread_lite.model.tag import Category, Tag

_STEP = 10
"""Between two places, so that a tag of one's own can be put between them."""

_STARTING = (
    (
        "Behavior",
        "How the model behaves towards the other side.",
        (
            ("pacing", "The scene moves at the right speed: neither rushed nor stuck."),
            ("boundaries", "Limits are set, named, or kept."),
            ("no_user_control", "The reply never speaks, acts or decides for the user."),
            ("followup_question", "The reply ends with a question that carries on."),
            ("emotional_awareness", "The reply notices a feeling and answers it."),
            ("instruction_following", "The reply does what it was asked, in the way it was asked."),
            ("consistency", "Facts, voice and memory stay the same throughout."),
            ("initiative", "The reply brings in something of its own."),
        ),
    ),
    (
        "Interaction",
        "What kind of exchange it is.",
        (
            ("greeting", "It opens a conversation."),
            ("roleplay", "It is played in character."),
            ("question_answer", "A question and its answer."),
            ("task_completion", "Something is asked for and delivered."),
            ("explanation", "Something is made clear."),
            ("feedback", "Something is judged, with reasons."),
            ("correction", "A mistake is pointed out and put right."),
        ),
    ),
    (
        "Style",
        "How it is written.",
        (
            ("dialogue", "Mostly what people say."),
            ("narration", "Mostly what happens, told."),
            ("descriptive", "Places, people and senses in detail."),
            ("concise", "Short, with nothing to spare."),
            ("detailed", "Long and thorough."),
            ("grounded", "Plain and believable, close to real life."),
        ),
    ),
    (
        "Source",
        "Where it came from.",
        (
            ("manual", "Written by hand."),
            ("ai_generated", "Written by a model."),
            ("imported", "Came in from a file."),
            ("converted", "Came in from another format."),
        ),
    ),
    (
        "Status",
        "How far along it is.",
        (
            ("draft", "Not finished yet."),
            ("needs_review", "Somebody should read it."),
            ("needs_edit", "Read, and to be changed."),
            ("approved", "Read, and good as it is."),
            ("invalid", "Not to be used."),
            ("duplicate", "There is another one like it."),
        ),
    ),
)

STARTING_CATEGORIES = tuple(
    Category(key=name.lower(), name=name, description=description, place=_STEP * number)
    for number, (name, description, _) in enumerate(_STARTING, start=1)
)
"""The categories, in the order of their list."""

STARTING_TAGS = tuple(
    Tag(key=tag, name=tag, category=name.lower(), description=meaning, place=_STEP * number)
    for name, _, tags in _STARTING
    for number, (tag, meaning) in enumerate(tags, start=1)
)
"""The tags, each under the key of its category."""
