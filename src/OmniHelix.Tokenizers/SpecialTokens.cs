namespace OmniHelix.Tokenizers;

/// <summary>Ids of the tokens with a role; null where the tokenizer has none.</summary>
public sealed record SpecialTokens
{
    /// <summary>Fills batches; its attention mask is 0.</summary>
    public int? Pad { get; init; }

    /// <summary>Stands for text outside the vocabulary.</summary>
    public int? Unknown { get; init; }

    /// <summary>First token of a sequence.</summary>
    public int? Cls { get; init; }

    /// <summary>Last token of a sequence.</summary>
    public int? Eos { get; init; }

    /// <summary>Masked-language-model mask.</summary>
    public int? Mask { get; init; }

    /// <summary>Beginning of sequence, for vocabularies that tell it from <see cref="Cls"/>.</summary>
    public int? Bos { get; init; }

    /// <summary>Separator.</summary>
    public int? Sep { get; init; }

    /// <summary>All ids with a role, ascending, each once.</summary>
    public IReadOnlyList<int> All => [.. Roles.Select(role => role.Id).OfType<int>().Distinct().Order()];

    /// <summary>The roles by the names they have in configurations.</summary>
    public IReadOnlyList<(string Name, int? Id)> Roles =>
    [
        ("unk_token", Unknown),
        ("cls_token", Cls),
        ("pad_token", Pad),
        ("mask_token", Mask),
        ("eos_token", Eos),
        ("bos_token", Bos),
        ("sep_token", Sep),
    ];
}
