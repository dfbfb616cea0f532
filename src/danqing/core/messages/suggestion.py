"""What is offered as the next request, in English and Chinese. Writers must read every one as it is meant (a test)."""

SUGGESTION_MESSAGES: dict[str, tuple[str, str]] = {
    "suggest_add": ("add {thing}", "再加{thing}"),
    "suggest_colour": ("make the {thing} {colour}", "把{thing}改成{colour}"),
    "suggest_style": ("make it {style} style", "改成{style}风格"),
    "suggest_background_night": ("change the background to night", "换成夜晚"),
    "suggest_background_sunset": ("change the background to sunset", "换成日落"),
    "suggest_background_day_sky": ("change the background to day sky", "背景换成蓝天"),
    "suggest_background_sea": ("change the background to sea", "背景换成海"),
    "suggest_background_grass": ("change the background to grass", "背景换成草地"),
    "suggest_background_snow": ("change the background to snow", "背景换成雪地"),
    "suggest_time_night": ("make it night", "换成夜晚"),
    "suggest_time_dusk": ("make it dusk", "换成黄昏"),
    "suggest_time_early_morning": ("make it early morning", "换成清晨"),
    "suggest_weather_snow": ("make it snow", "换成雪天"),
    "suggest_weather_rain": ("make it rain", "换成雨天"),
    "suggest_weather_fog": ("make it foggy", "换成雾天"),
    "suggest_space": ("more negative space", "更多留白"),
}
