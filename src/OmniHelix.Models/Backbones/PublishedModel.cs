using OmniHelix.Sequences;

namespace OmniHelix.Models.Backbones;

/// <summary>A model that others have published: what tells it, what it was made for, and on which terms.</summary>
/// <param name="Name">At the hub, <c>owner/name</c>.</param>
/// <param name="Layers">Blocks of the encoder.</param>
/// <param name="HiddenSize">Size of a hidden state.</param>
/// <param name="Heads">Attention heads of a block.</param>
/// <param name="Vocabulary">Rows of the word embedding; null where they tell nothing.</param>
/// <param name="Facts">What it shares with the models that were published with it.</param>
public sealed record PublishedModel(string Name, int Layers, int HiddenSize, int Heads, int? Vocabulary, PublishedFacts Facts)
{
    /// <summary>The molecule that all of several models read; <see cref="Molecule.Unknown"/> for none, or where they differ.</summary>
    internal static Molecule MoleculeOf(IReadOnlyList<PublishedModel> models) =>
        models.Select(model => model.Facts.Molecule).Distinct().ToList() is [var one] ? one : Molecule.Unknown;
}

/// <summary>
/// What is known of models that were published together. Model cards, repositories and papers of the publishers are the source; what
/// none of them says is not guessed.
/// </summary>
public sealed record PublishedFacts
{
    /// <summary>What the sequences are; <see cref="Molecule.Unknown"/> for models of cells.</summary>
    public required Molecule Molecule { get; init; }

    /// <summary>What a sequence is written in, and what happens to other letters and to lower case.</summary>
    public required string Letters { get; init; }

    /// <summary>What a token is.</summary>
    public required string Tokens { get; init; }

    /// <summary>Most tokens, special tokens included; null for a model without a limit.</summary>
    public int? MostTokens { get; init; }

    /// <summary>What the weights have seen.</summary>
    public required string TrainedOn { get; init; }

    /// <summary>Licence of the weights as their publisher names it; null where no source of these facts states one.</summary>
    public string? Licence { get; init; }

    /// <summary>Who describes the model, with the year and where to find it.</summary>
    public required string Reference { get; init; }

    /// <summary>What tells these models beside sizes; null for nothing.</summary>
    internal Func<BackboneConfig, bool>? IsShownBy { get; init; }

    /// <summary>The models of these facts: name, layers, hidden size, heads, vocabulary.</summary>
    internal IEnumerable<PublishedModel> Of(params (string Name, int Layers, int Hidden, int Heads, int? Vocabulary)[] models) =>
        models.Select(model => new PublishedModel(model.Name, model.Layers, model.Hidden, model.Heads, model.Vocabulary, this));
}
