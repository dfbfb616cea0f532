"""What a request says arrives in the prompt, with the house's own words: readings that no word list can hold."""

import pytest

from danqing.core.history import SceneHistory, apply
from danqing.core.scene import Scene, Subject
from danqing.language.composing.composer import Composer
from danqing.language.dialects import compose
from danqing.language.understanding import understand


def prompt(text: str) -> str:
    scene = apply(SceneHistory(), Composer().write([], Scene(), understand(text)).edits).present
    return compose([scene], "sd15", 1).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("女乒乓球运动员正手扣杀", "female"),
        ("三碗拉面", "in bowls"),
        ("一杯啤酒", "in a glass"),
        ("小贩挑着两桶豆花", "two buckets of"),
        ("老奶奶抱着一篮鸡蛋", "basket of"),
        ("墙上挂着灯笼", "on the wall"),
        ("乌鸦停在肩上", "on the shoulder"),
        ("婴儿的小手抓着毯子", "small hand"),
        ("孩子举石头砸水缸", "holding up rock"),
        ("街角的红白蓝转筒", "blue"),
        ("钟表匠，伦敦 1890", "1890"),
        ("敦煌飞天", "dunhuang"),
        ("扎着高马尾的姑娘", "girl, with high ponytail"),
        ("工人倒水泥", "concrete"),
        ("一辆冰淇淋车停在海滩", "parked"),
        ("两张石凳", "two stone benches"),
        ("房间的墙上挂着画", "painting"),
        ("墙上挂着一幅油画的客厅", "hanging oil painting"),
        ("墙上挂满老照片", "old photo"),
        ("描绘一个老人在钓鱼", "old man"),
        ("一家人围着一根蜡烛", "gathered around candle"),
        ("女人走过雨巷，纸伞", "with oil-paper umbrella"),
        ("三个女巫围着大锅熬汤", "gathered around large pot"),
        ("小猫头顶一片叶子", "leaf on the head"),
        ("大眼睛的女孩", "with large eyes"),
        ("打着瞌睡的门卫", "dozing"),
        ("小猫打了个哈欠", "yawning"),
        ("旁边一杯凉透的茶", "tea"),
        ("一间被植物占领的废弃教室", "abandoned classroom"),
        ("被藤蔓吞没的汽车", "engulfed by vine"),
        ("渔民抬着一筐筐螃蟹", "baskets of crab"),
        ("一盘盘饺子", "on plates"),
        ("长发遮住脸的女孩", "long hair blocking face"),
        ("桌子底下藏着一只偷吃蛋糕的小狗", "hiding"),
        ("方形透明玻璃瓶", "square"),
        ("圆形玻璃鱼缸", "round"),
        ("男孩抱着两只猫", "hugging two cats"),
        ("快递员抱着一摞纸箱", "hugging a stack of cardboard boxes"),
        ("浅木桌面", "light wooden table"),
        ("窗边的女孩，玻璃上全是雨滴", "glass"),
        ("老虎，尾巴垂下来", "hanging tail"),
        ("一对情侣坐在长椅上", "sitting couple"),
        ("两只狮子，一红一黄", "one red and one yellow"),
        ("花瓶，背景纯灰", "grey background"),
        ("卧室，墙上贴着花朵图案的壁纸", "wallpaper"),
        ("披风飞扬的骑士", "cape"),
        ("裙角被海浪打湿的新娘", "turned wet by wave"),
        ("少女们放纸鸢", "three girls"),
        ("鞭炮碎屑铺满石阶", "scattered all over stone steps"),
        ("教室，墙上贴满手工剪纸", "pasted all over"),
        ("食客举着手机", "holding up phone"),
        ("玻璃瓶，深墨绿底色", "dark green background"),
        ("街角的面馆", "noodle shop"),
        ("写字楼夜景", "office building"),
        ("岸边的画舫", "shore"),
        ("草地上的小白兔", "white rabbit"),
        ("院子里的石榴树", "pomegranate tree"),
        ("长满青苔的石头", "moss"),
        ("土星和海王星", "neptune"),
        ("压抑的走廊", "oppressive"),
        ("唯美的森林", "beautiful"),
        ("柳枝上的红蜻蜓", "red dragonfly"),
        ("清水寺的秋天", "kiyomizu temple"),
        ("黄果树瀑布", "huangguoshu waterfall"),
        ("荷塘月色", "lotus pond"),
        ("展柜里的汉代玉璧", "jade disc"),
        ("茶馆里的京剧", "peking opera"),
        ("a chrome espresso machine and two mountain bikes", "two mountain bikes"),
        ("a scarf in midnight blue", "midnight blue"),
        ("an underwater city lit by bioluminescent coral, a yellow submarine", "yellow submarine"),
        ("two koi on plain white", "white background"),
    ],
)
def test_it_arrives(text: str, said: str) -> None:
    assert said in prompt(text)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("a haunted house, cute, not scary", "scary"),
        ("墙上挂着一幅油画的客厅", "canvas texture"),  # said of a picture in oil alone
        ("画个小恐龙给我儿子，绿色的", "son"),
        ("功夫茶具，竹席", "practising"),
        ("手机壁纸，鲸鱼在星空里", "16:9"),
    ],
)
def test_it_does_not_arrive(text: str, unwanted: str) -> None:
    assert unwanted not in prompt(text)


def test_looks_outlive_a_thing_that_nobody_can_name() -> None:
    thing, person = Subject("s1", "嘎嘎", colour="white"), Subject("s2", "咕咕", attributes=("wearing red hat",))
    told = compose([Scene(subjects=(thing, person, Subject("s3", "咚咚")))], "sd15", 1)
    assert told.text.startswith("white thing, person, wearing red hat")
    assert {dropped.text for dropped in told.dropped} == {"嘎嘎", "咕咕", "咚咚"}
