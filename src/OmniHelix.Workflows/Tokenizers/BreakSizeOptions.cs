using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>Which break sizes are tried.</summary>
[Category("Experiment")]
public sealed record BreakSizeOptions
{
    /// <summary>Letters of the pieces that sequences are cut into, one tokenizer each; 0 leaves them whole.</summary>
    [Description("Break sizes, one tokenizer each; 0 leaves sequences whole."), Range(0, int.MaxValue)]
    public IReadOnlyList<int> Sizes { get; init; } = [0, 64, 128, 256, 512];

    /// <summary>
    /// Share of the sequences that nothing is learned from, and on which the tokenizers are compared; of fewer than 20 sequences that share
    /// of each, at its end. 0 learns from all.
    /// </summary>
    [Description("Share of the sequences that is not learned from, to count tokens on; of fewer than 20, the end of each."), Range(0, 0.9)]
    public double HeldOut { get; init; } = 0.1;
}
