namespace OmniHelix.Models.Backbones;

/// <summary>
/// How an architecture's tensors are called in files, and how those names are brought to one form: the backbone's names without prefix
/// (<c>encoder.layer.0.LayerNorm.weight</c>), heads as transformers names them (<c>lm_head.bias</c>, <c>classifier.weight</c>).
/// </summary>
internal sealed record KeyMap
{
    // What training frameworks put before every name. "model." is the real prefix of some architectures, of none that is here.
    private static readonly string[] Wrappers = ["module.", "_orig_mod.", "_fsdp_wrapped_module.", "model."];

    /// <summary>What stands before the backbone's names in a model with a head, with the dot.</summary>
    public required IReadOnlyList<string> Prefixes { get; init; }

    /// <summary>How the backbone's own names begin.</summary>
    public required IReadOnlyList<string> BackboneParts { get; init; }

    /// <summary>Before the number of a block.</summary>
    public required string Blocks { get; init; }

    /// <summary>Beginnings of the backbone's names that a file may hold without need.</summary>
    public IReadOnlyList<string> Unneeded { get; init; } = [];

    /// <summary>Names of one tensor: the second is meant by the first, and wins when a file holds both.</summary>
    public IReadOnlyList<(string Alias, string Name)> Aliases { get; init; } = [];

    /// <summary>Other layouts that hold the same model.</summary>
    public IReadOnlyList<KeyLayout> Layouts { get; init; } = [];

    /// <summary>True for a name of the backbone itself.</summary>
    public bool IsBackbone(string name) => BackboneParts.Any(part => name.StartsWith(part, StringComparison.Ordinal));

    /// <summary>Maps the one form to the names in the file; buffers that are computed anew are left out.</summary>
    /// <exception cref="OmniException">OH3302: two tensors of the file mean the same one.</exception>
    public IReadOnlyDictionary<string, StoredPart> Read(IReadOnlyList<string> names, string path)
    {
        var layout = Layouts.FirstOrDefault(one => names.Any(name => name.EndsWith(one.Mark, StringComparison.Ordinal)));
        var found = new Dictionary<string, StoredPart>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var ours = Canonical(name, layout);
            foreach (var (number, one) in ours.Index())
            {
                if (IsComputed(one)) continue;
                if (found.TryAdd(one, new(name, number, ours.Count))) continue;
                var what = $"the tensors '{found[one].Name}' and '{name}' both mean '{one}'";
                throw new OmniException("OH3302", what, path, "Save the model once more, under one prefix.");
            }
        }
        foreach (var (alias, name) in Aliases)
            if (found.Remove(alias, out var stored)) found.TryAdd(name, stored);
        return found;
    }

    /// <summary>A name of a tensor or a module without what stands before the backbone's names.</summary>
    public string Bare(string name)
    {
        for (var again = true; again;)
        {
            again = false;
            foreach (var wrapper in Wrappers) again |= Strip(ref name, wrapper);
        }
        foreach (var prefix in Prefixes)
            if (Strip(ref name, prefix)) break;
        return name;
    }

    private IReadOnlyList<string> Canonical(string name, KeyLayout? layout)
    {
        name = Bare(name);
        return layout is null ? [LayerNormSuffix(name)] : [.. layout.Rename(name).Select(LayerNormSuffix)];
    }

    /// <summary>
    /// The name as it is today: gamma and beta are old names of the two vectors of a layer norm; elsewhere they may be parameters of
    /// their own.
    /// </summary>
    public static string LayerNormSuffix(string name)
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

    internal static bool Strip(ref string name, string prefix)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal)) return false;
        name = name[prefix.Length..];
        return true;
    }
}

/// <summary>Where a tensor is stored.</summary>
/// <param name="Name">Of a tensor of a file.</param>
/// <param name="Number">The number of the block of its rows, from 0.</param>
/// <param name="Of">Equal blocks that its rows are; 1 for the whole tensor.</param>
internal sealed record StoredPart(string Name, int Number, int Of);
