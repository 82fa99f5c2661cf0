using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>What kind of tokenizer is learned from sequences.</summary>
[Category("Tokens")]
public sealed record TokenizerTrainOptions
{
    private static readonly TokenizerTrainingOptions Usual = new();

    /// <summary>What kind of tokens.</summary>
    [Description("unigram learns the most probable pieces, bpe merges neighbours, word-piece is BERT's, word-level takes whole words.")]
    public TokenModel Model { get; init; } = Usual.Model;

    /// <summary>Tokens wanted, special tokens included.</summary>
    [Description("Tokens wanted, special tokens included."), Range(1, 10_000_000)]
    public int VocabSize { get; init; } = Usual.VocabularySize;

    /// <summary>Sequences are cut into pieces of so many letters first; 0 leaves them whole.</summary>
    [Description("Cut sequences into pieces of so many letters first, which no token reaches over; 0 leaves them whole.")]
    [Range(0, int.MaxValue)]
    public int BreakSize { get; init; } = Usual.BreakSize;

    /// <summary>Letters are made upper or lower case first; null leaves them.</summary>
    [Description("Make letters upper or lower case first [default: they stay].")]
    public LetterCase? Case { get; init; }

    /// <summary>Learn from reverse complements too.</summary>
    [Description("Learn from the reverse complement of each sequence too.")]
    public bool BothStrands { get; init; }

    /// <summary>The first tokens.</summary>
    [Description("The first tokens; <unk> or [UNK] stands for what the vocabulary lacks.")]
    public IReadOnlyList<string> SpecialTokens { get; init; } = Usual.SpecialTokens;

    /// <summary>By what a Unigram model is pruned.</summary>
    [Description("How a unigram model loses pieces: reference as the public trainers do, corrected without their mistake.")]
    public PruningLoss PruningLoss { get; init; }

    /// <summary>Most letters of a token; null for 16 in a Unigram model and no limit in the others.</summary>
    [Description("Most letters of a token [default: 16 of unigram, no limit of the others]."), Range(1, 254)]
    public int? MaxTokenLength { get; init; }

    /// <summary>What occurs less often becomes no token; not for Unigram models.</summary>
    [Description("A pair or word that occurs less often becomes no token; not of unigram."), Range(0, int.MaxValue)]
    public int MinFrequency { get; init; }

    /// <summary>Threads; the result does not depend on them.</summary>
    [Description("Threads; 0 for one per core. The result does not depend on them."), Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>What the library needs.</summary>
    public TokenizerTrainingOptions ToTraining() => new()
    {
        Model = Model,
        VocabularySize = VocabSize,
        BreakSize = BreakSize,
        Case = Case,
        BothStrands = BothStrands,
        SpecialTokens = SpecialTokens,
        PruningLoss = PruningLoss,
        MaxTokenLength = MaxTokenLength,
        MinFrequency = MinFrequency,
        Threads = Threads,
    };
}
