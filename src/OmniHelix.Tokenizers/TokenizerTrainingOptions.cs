using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers;

/// <summary>What kind of tokens is learned.</summary>
public enum TokenModel
{
    /// <summary>The most probable pieces of a language model: empirical tokens, as genomeNLP learns them.</summary>
    Unigram,

    /// <summary>Byte pair encoding, as DNABERT-2 and GENA-LM use it.</summary>
    Bpe,

    /// <summary>BERT's WordPiece.</summary>
    WordPiece,

    /// <summary>The most frequent words, between blanks.</summary>
    WordLevel,
}

/// <summary>How a tokenizer is learned from sequences.</summary>
public sealed record TokenizerTrainingOptions
{
    /// <summary>Special tokens of genomeNLP: beginning, end, unknown, padding, mask.</summary>
    public static readonly IReadOnlyList<string> UsualSpecialTokens = ["<s>", "</s>", "<unk>", "<pad>", "<mask>"];

    /// <summary>What kind of tokens.</summary>
    public TokenModel Model { get; init; }

    /// <summary>Tokens wanted, special tokens included.</summary>
    public int VocabularySize { get; init; } = 32_000;

    /// <summary>The first tokens. One that is named <c>&lt;unk&gt;</c> or <c>[UNK]</c> stands for what the vocabulary lacks.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = UsualSpecialTokens;

    /// <summary>Sequences are cut into pieces of so many characters first, and no token reaches over a cut; 0 leaves them whole.</summary>
    public int BreakSize { get; init; }

    /// <summary>Letters are made upper or lower case first; null leaves them.</summary>
    public LetterCase? Case { get; init; }

    /// <summary>Learn from the reverse complement of each sequence too.</summary>
    public bool BothStrands { get; init; }

    /// <summary>By what a Unigram model is pruned; of no other.</summary>
    public PruningLoss PruningLoss { get; init; }

    /// <summary>Most characters of a token; null for 16 in a Unigram model and no limit in the others. Words have none.</summary>
    public int? MaxTokenLength { get; init; }

    /// <summary>A pair or word that occurs less often becomes no token; not for Unigram models.</summary>
    public long MinFrequency { get; init; }

    /// <summary>Threads; 0 for one per core. The result does not depend on them.</summary>
    public int Threads { get; init; }

    /// <exception cref="UsageException">
    /// OH1525: an option that the kind of model has no use for, a special token without letters or twice.
    /// </exception>
    internal void Check()
    {
        Require(Model != TokenModel.Unigram || MinFrequency == 0, "a Unigram model has no least frequency", "Leave it out.");
        Require(
            Model == TokenModel.Unigram || PruningLoss == PruningLoss.Reference, "only a Unigram model is pruned, by whatever loss",
            "Leave the pruning loss out.");
        Require(Model != TokenModel.WordLevel || MaxTokenLength is null, "words have no longest length", "Leave it out.");
        foreach (var (token, times) in SpecialTokens.CountBy(token => token))
        {
            Require(token.Length > 0, "a special token has no letters", "Name it, or leave it out.");
            Require(times == 1, $"the special token '{token}' is named {Plural.Count(times, "time")}", "Name each once.");
        }
    }

    private static void Require(bool holds, string what, string advice)
    {
        if (!holds) throw new UsageException("OH1525", what, null, advice);
    }
}

/// <summary>A case that letters are brought to.</summary>
public enum LetterCase
{
    /// <summary>Upper case.</summary>
    Upper,

    /// <summary>Lower case.</summary>
    Lower,
}
