namespace OmniHelix.Models.Loading;

/// <summary>
/// The names of a checkpoint of the ESM family, brought to one form: the encoder's names without prefix (<c>encoder.layer.0.LayerNorm.weight</c>), heads as transformers names them
/// (<c>lm_head.bias</c>, <c>classifier.weight</c>).
/// </summary>
internal static class WeightNames
{
    // "model." is a wrapper here: the families of which it is the real prefix are not ESM.
    private static readonly string[] Wrappers = ["module.", "_orig_mod.", "_fsdp_wrapped_module.", "model."];
    private static readonly string[] EncoderPrefixes = ["OmniGenome.", "esm."];
    private static readonly string[] EncoderParts = ["embeddings.", "encoder.", "contact_head.", "pooler.dense."];
    private static readonly string[] NativePrefixes = ["encoder.sentence_encoder.", "encoder."];

    // fair-esm's own names, which RNA-FM and UTR-LM share.
    private static readonly (string Native, string Published)[] NativeNames =
    [
        ("embed_tokens.", "embeddings.word_embeddings."),
        ("embed_positions.", "embeddings.position_embeddings."),
        ("emb_layer_norm_before.", "embeddings.layer_norm."),
        ("emb_layer_norm_after.", "encoder.emb_layer_norm_after."),
    ];

    private static readonly (string Native, string Published)[] NativeLayerNames =
    [
        ("self_attn.q_proj.", "attention.self.query."),
        ("self_attn.k_proj.", "attention.self.key."),
        ("self_attn.v_proj.", "attention.self.value."),
        ("self_attn.out_proj.", "attention.output.dense."),
        ("self_attn_layer_norm.", "attention.LayerNorm."),
        ("final_layer_norm.", "LayerNorm."),
        ("fc1.", "intermediate.dense."),
        ("fc2.", "output.dense."),
    ];

    /// <summary>True for a name of the encoder itself.</summary>
    public static bool IsEncoder(string name) => EncoderParts.Any(part => name.StartsWith(part, StringComparison.Ordinal));

    /// <summary>Maps the one form to the names in the file; buffers that are computed anew are left out.</summary>
    /// <exception cref="OmniException">OH3302: two tensors of the file mean the same one.</exception>
    public static IReadOnlyDictionary<string, string> Read(IReadOnlyList<string> names, string path)
    {
        var native = names.Any(name => name.EndsWith("embed_tokens.weight", StringComparison.Ordinal));
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var one = Canonical(name, native);
            if (IsComputed(one)) continue;
            if (!found.TryAdd(one, name))
                throw new OmniException("OH3302", $"the tensors '{found[one]}' and '{name}' both mean '{one}'", path, "Save the model once more, under one prefix.");
        }
        // Old savers write the bias of the decoder under either name or both; it is one tensor.
        if (found.Remove("lm_head.decoder.bias", out var bias)) found.TryAdd("lm_head.bias", bias);
        return found;
    }

    /// <summary>The one form of a name.</summary>
    public static string Canonical(string name, bool native = false)
    {
        for (var again = true; again;)
        {
            again = false;
            foreach (var wrapper in Wrappers) again |= Strip(ref name, wrapper);
        }
        foreach (var prefix in EncoderPrefixes)
            if (Strip(ref name, prefix)) break;
        return LayerNormSuffix(native ? FromNative(name) : name);
    }

    private static string FromNative(string name)
    {
        foreach (var prefix in NativePrefixes)
            if (Strip(ref name, prefix)) break;
        if (name == "lm_head.weight") return "lm_head.decoder.weight";
        foreach (var (native, published) in NativeNames)
            if (name.StartsWith(native, StringComparison.Ordinal)) return published + name[native.Length..];
        if (name.Split('.', 3) is not ["layers", var number, var rest]) return name;
        foreach (var (native, published) in NativeLayerNames)
            if (rest.StartsWith(native, StringComparison.Ordinal)) return $"encoder.layer.{number}.{published}{rest[native.Length..]}";
        return $"encoder.layer.{number}.{rest}";
    }

    // gamma and beta are old names of the two vectors of a layer norm; elsewhere they may be parameters of their own.
    private static string LayerNormSuffix(string name)
    {
        var parts = name.Split('.');
        if (parts.Length < 2 || !parts[^2].Contains("norm", StringComparison.OrdinalIgnoreCase)) return name;
        parts[^1] = parts[^1] switch { "gamma" => "weight", "beta" => "bias", var other => other };
        return string.Join('.', parts);
    }

    private static bool IsComputed(string name)
    {
        var parts = name.Split('.');
        return parts[^1] is "position_ids" or "token_type_ids" or "inv_freq" or "num_batches_tracked"
            || parts.Any(part => part is "rotary_emb" or "rotary_embeddings" or "rot_emb");
    }

    private static bool Strip(ref string name, string prefix)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal)) return false;
        name = name[prefix.Length..];
        return true;
    }
}
