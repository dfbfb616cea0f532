"""Sentences about training an adapter, in English and Chinese."""

LORA_MESSAGES: dict[str, tuple[str, str]] = {
    "train_no_folder": (
        "There is no folder {path}. Name the folder that holds the pictures.",
        "没有文件夹 {path}。请写明放图片的文件夹。",
    ),
    "train_no_pictures": (
        "There is no picture in {path}. Put some in: {suffixes}.",
        "{path} 里没有图片。请放入图片：{suffixes}。",
    ),
    "train_too_few": (
        "There are only {number} pictures in {path}; at least {fewest} are needed, and 15 to 30 different ones are best.",
        "{path} 里只有 {number} 张图片，至少需要 {fewest} 张；最好有 15 到 30 张各不相同的。",
    ),
    "train_picture_unreadable": (
        "The picture {path} cannot be read ({detail}). Take it out, or save it anew as PNG or JPEG.",
        "无法读取图片 {path}（{detail}）。请移走它，或重新存为 PNG 或 JPEG。",
    ),
    "train_picture_huge": (
        "The picture {path} has more than {megapixels} megapixels. Make it smaller; training does anyway.",
        "图片 {path} 超过 {megapixels} 百万像素。请先缩小，训练时反正也会缩小。",
    ),
    "train_caption_unreadable": (
        "The caption {path} cannot be read ({detail}). It should be UTF-8 text.",
        "无法读取说明文字 {path}（{detail}）。应为 UTF-8 文本。",
    ),
    "train_caption_long": (
        "The caption {path} has {length} characters; at most {limit} are taken. Shorten it.",
        "说明文字 {path} 有 {length} 个字符，最多 {limit} 个。请缩短。",
    ),
    "train_trigger_empty": (
        "The trigger is empty. Give a word that calls up what is learnt, such as --trigger sks.",
        "触发词是空的。请给出用来唤起所学内容的词，例如 --trigger sks。",
    ),
    "train_trigger_unread": (
        "{model} cannot read the trigger “{trigger}”. Choose one of Latin letters that its tokenizer knows.",
        "{model} 读不出触发词“{trigger}”。请换用它的分词器认识的拉丁字母词。",
    ),
    "train_no_weights": (
        "{model} has no weights to learn for. Choose a picture model of the families SD 1.5, SD 2 or SDXL, or the starter.",
        "{model} 没有可供训练的权重。请选择 SD 1.5、SD 2、SDXL 系列的绘画模型，或自带的 starter。",
    ),
    "train_family": (
        "No adapter can be trained for {model} ({family}) yet. It works for SD 1.5, SD 2, SDXL and the bundled starter.",
        "目前还不能为 {model}（{family}）训练适配器。可用于 SD 1.5、SD 2、SDXL 和自带的 starter。",
    ),
    "train_prediction": (
        "The model's sampler says that it predicts “{prediction}”; an adapter can be trained for epsilon and v_prediction.",
        "该模型的采样器标明预测“{prediction}”；只能为 epsilon 和 v_prediction 训练适配器。",
    ),
    "train_resolution": (
        "{model} does not draw at {resolution} pixels a side. Take a resolution from {low} to {high}.",
        "{model} 画不了边长 {resolution} 像素的图。分辨率请取 {low} 到 {high}。",
    ),
    "train_resolution_fixed": (
        "{model} draws only {sizes}, so it cannot learn at {resolution} pixels. Leave out --resolution.",
        "{model} 只画 {sizes}，不能以 {resolution} 像素训练。请去掉 --resolution。",
    ),
    "train_precision": (
        "The device {device} does not compute {precision}. Leave out --precision, or take fp32.",
        "设备 {device} 不支持 {precision}。请去掉 --precision，或使用 fp32。",
    ),
    "train_8bit_device": (
        "The 8-bit optimiser needs an NVIDIA card, and this trains on {device}. Take --optimizer adamw.",
        "8 位优化器需要 NVIDIA 显卡，而这里用 {device} 训练。请使用 --optimizer adamw。",
    ),
    "train_8bit_missing": (
        "The 8-bit optimiser needs the package bitsandbytes, which is not installed: pip install 'danqing[training]'",
        "8 位优化器需要 bitsandbytes，但没有安装：pip install 'danqing[training]'",
    ),
    "train_out_taken": (
        "{path} holds a training already, at step {step}. Go on with it by --resume, or choose another folder with --out.",
        "{path} 里已有一次训练，进行到第 {step} 步。请加 --resume 继续，或用 --out 另选文件夹。",
    ),
    "train_nothing_to_resume": (
        "There is no checkpoint in {path} to go on from. Leave out --resume, or name the folder of the training with --out.",
        "{path} 里没有可以继续的检查点。请去掉 --resume，或用 --out 写明那次训练的文件夹。",
    ),
    "train_resume_differs": (
        "The training in {path} was begun with another {name}. Use the same settings to go on, or another folder.",
        "{path} 里的训练开始时用的 {name} 不同。请用相同的设置继续，或另选文件夹。",
    ),
    "train_checkpoint_damaged": (
        "The checkpoint {path} cannot be read ({detail}). Delete it; the one before it may be whole.",
        "无法读取检查点 {path}（{detail}）。请删除它，之前的一个也许完好。",
    ),
    "train_memory": (
        "There was not enough memory on {device} to train. Take --checkpointing, --batch 1, a lower --resolution or "
        "--rank, or --optimizer adamw8bit.",
        "{device} 的内存不够训练。请使用 --checkpointing、--batch 1、更低的 --resolution 或 --rank，或 --optimizer adamw8bit。",
    ),
    "train_diverged": (
        "The loss is no number any more at step {step}: nothing can be learnt from here. Take a lower --lr and begin anew, "
        "or go on from the last checkpoint.",
        "第 {step} 步时损失已不是数字，无法继续学习。请降低 --lr 重新开始，或从上一个检查点继续。",
    ),
    "train_gradients": (
        "The gradients are no numbers any more at step {step}; nothing was learnt from them. "
        "Take --precision fp32 or a lower --lr and begin anew, or go on from the last checkpoint.",
        "第 {step} 步时梯度已不是数字，该步没有学习。请使用 --precision fp32 或降低 --lr 重新开始，或从上一个检查点继续。",
    ),
    "train_weights": (
        "The optimiser {optimizer} made weights that are no numbers at step {step}; they are not kept. Take a lower --lr "
        "or another --optimizer and begin anew, or go on from the last checkpoint.",
        "优化器 {optimizer} 在第 {step} 步算出了不是数字的权重，未予保存。请降低 --lr 或更换 --optimizer 重新开始，"
        "或从上一个检查点继续。",
    ),
    "train_number": (
        "A training takes {fewest} to {most} pictures; these are {number}. 15 to 30 different ones are best.",
        "一次训练需要 {fewest} 到 {most} 张图片，这里有 {number} 张。最好有 15 到 30 张各不相同的。",
    ),
    "train_caption_too_long": (
        "A caption has {length} characters; at most {limit} are taken. Shorten it.",
        "有一条说明文字有 {length} 个字符，最多 {limit} 个。请缩短。",
    ),
    "train_running": (
        "This training is not over. Cancel it first, then delete it.",
        "这次训练还没有结束。请先取消，再删除。",
    ),
    "train_not_stopped": (
        "Only a training that failed or was cancelled can go on; this one did not stop.",
        "只有失败或取消了的训练可以继续，这一次并没有停下。",
    ),
    "train_cancelled": (
        "The training was cancelled. Its pictures and checkpoints stay until you delete it, and it can go on from there.",
        "训练已取消。图片和检查点会保留，直到你删除它；也可以从那里继续。",
    ),
    "train_attempts": (
        "Danqing ended {count} times in a row during this training, so it was given up. Probably memory is short: "
        "take a smaller batch, rank or resolution.",
        "这次训练已连续 {count} 次使丹青中断，因此放弃。多半是内存不足：请减小批量、秩或分辨率。",
    ),
}
