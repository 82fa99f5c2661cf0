using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;

namespace OmniHelix.Models.Encoders;

/// <summary>The layout of fair-esm, in which the authors of ESM, RNA-FM and UTR-LM publish their weights.</summary>
internal static class FairEsm
{
    /// <param name="block">What the tensors of a block are called here.</param>
    /// <param name="embeddingNorm">The norm of the embeddings here.</param>
    /// <param name="finalNorm">The norm behind the last block here.</param>
    /// <param name="head">What stands here before the dense layer and the norm of the language-model head.</param>
    public static KeyLayout Layout(EncoderBlockNames block, string embeddingNorm, string finalNorm, string head = "lm_head.") => new()
    {
        Mark = "embed_tokens.weight",
        Prefixes = ["encoder.sentence_encoder.", "encoder."],
        Renames =
        [
            ("lm_head.weight", "lm_head.decoder.weight"),
            ("lm_head.dense.", head + "dense."),
            ("lm_head.layer_norm.", head + "layer_norm."),
            ("embed_tokens.", "embeddings.word_embeddings."),
            ("embed_positions.", "embeddings.position_embeddings."),
            ("emb_layer_norm_before.", $"{embeddingNorm}."),
            ("emb_layer_norm_after.", $"{finalNorm}."),
            ("layers.#.self_attn.q_proj.", $"encoder.layer.#.{block.Query}."),
            ("layers.#.self_attn.k_proj.", $"encoder.layer.#.{block.Key}."),
            ("layers.#.self_attn.v_proj.", $"encoder.layer.#.{block.Value}."),
            ("layers.#.self_attn.out_proj.", $"encoder.layer.#.{block.AttentionOutput}."),
            ("layers.#.self_attn_layer_norm.", $"encoder.layer.#.{block.AttentionNorm}."),
            ("layers.#.final_layer_norm.", $"encoder.layer.#.{block.FeedForwardNorm}."),
            ("layers.#.fc1.", $"encoder.layer.#.{block.Intermediate}."),
            ("layers.#.fc2.", $"encoder.layer.#.{block.Output}."),
            ("layers.#.", "encoder.layer.#."),
        ],
    };
}
