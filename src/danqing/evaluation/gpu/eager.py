"""The reference that our pictures are held to: the same steps, taken one after another by the networks as they are."""

from typing import TYPE_CHECKING, Any

from danqing.evaluation.drawing import GUIDANCE, PROMPT

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image


def draw_eager(pipe: Any, side: int, steps: int, seed: int) -> "Image":
    """By the parts of diffusers' SDXL pipeline: networks in their own format, latents and sampler in float32."""
    import torch

    with torch.inference_mode():
        latents = _denoised(pipe, side, steps, seed)
        kept = pipe.vae.dtype  # SDXL's autoencoder overflows in fp16: its weights are widened, and narrowed again
        pipe.vae.to(torch.float32)
        pixels = pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample
        pipe.vae.to(kept)
        image: Image = pipe.image_processor.postprocess(pixels, output_type="pil")[0]
    return image


def _denoised(pipe: Any, side: int, steps: int, seed: int) -> "torch.Tensor":
    import torch

    device, dtype = pipe.unet.device, pipe.unet.dtype
    text, empty, pooled, nothing = pipe.encode_prompt(PROMPT, device=device, do_classifier_free_guidance=True)
    ids = torch.tensor([[side, side, 0, 0, side, side]], dtype=dtype, device=device).expand(2, -1)
    added = {"text_embeds": torch.cat([nothing, pooled]), "time_ids": ids}
    scheduler = type(pipe.scheduler).from_config(pipe.scheduler.config)
    scheduler.set_timesteps(steps, device=device)
    noise = torch.randn(1, 4, side // 8, side // 8, generator=torch.Generator("cpu").manual_seed(seed))
    latents: torch.Tensor = noise.to(device) * scheduler.init_noise_sigma
    for timestep in scheduler.timesteps:
        rows = scheduler.scale_model_input(latents, timestep).to(dtype).expand(2, -1, -1, -1)
        predicted = pipe.unet(rows, timestep, torch.cat([empty, text]), added_cond_kwargs=added).sample.float()
        guided = predicted[:1].lerp(predicted[1:], GUIDANCE)
        latents = scheduler.step(guided, timestep, latents).prev_sample
    return latents
