"""A template that cannot be used is said to be so before weights are read."""

from pathlib import Path

import pytest

from danqing.core.errors import ModelUnusable
from danqing.core.reading import Message
from danqing.language.local.chat_template import ChatTemplate
from danqing.language.local.weights import read_tokenizer


def template(folder: Path, text: str) -> ChatTemplate:
    (folder / "chat_template.jinja").write_text(text)
    return ChatTemplate(read_tokenizer(folder), folder)


@pytest.mark.parametrize(
    "text", ["{{ raise_exception('never') }}", "{% for %}", "{{ messages[7].content.x.y }}", "{{ 1 + 'a' }}"]
)
def test_a_template_that_fails_is_refused(text: str, folder: Path) -> None:
    with pytest.raises(ModelUnusable) as caught:
        template(folder, text)
    assert caught.value.code == "model_template"
    assert str(folder) in caught.value.message("zh")


def test_no_template_is_refused(folder: Path) -> None:
    (folder / "chat_template.jinja").unlink()
    with pytest.raises(ModelUnusable) as caught:
        ChatTemplate(read_tokenizer(folder), folder)
    assert caught.value.code == "model_no_template"


def test_a_template_reads_no_files(folder: Path) -> None:
    with pytest.raises(ModelUnusable):
        template(folder, "{% include 'config.json' %}")


def test_a_template_that_leaves_the_system_message_out_gets_it_from_the_user(folder: Path) -> None:
    text = "{% for m in messages %}{% if m.role != 'system' %}{{ m.role }}: {{ m.content }}\n{% endif %}{% endfor %}"
    prompt = template(folder, text).prompt([Message("system", "rules"), Message("user", "a cat")])
    assert prompt == "user: rules\n\na cat\n"
