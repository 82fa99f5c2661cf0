using OmniHelix.Data.Tokens;
using OmniHelix.Models.Backbones;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Inference;

/// <summary>Sequences as a batch that goes straight into a model.</summary>
/// <example><code>
/// var inputs = tokenizer.Encode("AUGCCGUGCAUUAA", maxLength: 512);
/// var outputs = model.Forward(inputs);   // Logits [1, 16, labels]
/// </code></example>
public static class TokenizerInput
{
    /// <summary>Encodes one sequence with its special tokens.</summary>
    /// <inheritdoc cref="Encode(OmniTokenizer, IEnumerable{string}, bool, bool, int?)"/>
    /// <param name="tokenizer">Of the model.</param>
    /// <param name="sequence">Text.</param>
    /// <param name="padding">Means nothing for a single sequence.</param>
    /// <param name="truncation">Cut the end of a longer sequence off, instead of an error.</param>
    /// <param name="maxLength">Most tokens, special tokens included; null for the tokenizer's.</param>
    public static ModelInput Encode(
        this OmniTokenizer tokenizer, string sequence, bool padding = true, bool truncation = false, int? maxLength = null) =>
        tokenizer.Encode([sequence], padding, truncation, maxLength);

    /// <summary>Encodes sequences with their special tokens, padded to the longest.</summary>
    /// <param name="tokenizer">Of the model.</param>
    /// <param name="sequences">Text.</param>
    /// <param name="padding">Fill shorter sequences up; without it, all have to have the same number of tokens.</param>
    /// <param name="truncation">Cut the ends of longer sequences off, instead of an error.</param>
    /// <param name="maxLength">Most tokens of a sequence, special tokens included; null for the tokenizer's.</param>
    /// <returns>Ids <c>[sequences, tokens]</c>, and a mask where there is padding; on the CPU.</returns>
    /// <exception cref="OmniException">OH1401 a sequence is longer than the maximum; OH3706 lengths differ and padding is off.</exception>
    /// <exception cref="UsageException">OH1404 a maximum without room for a base.</exception>
    public static ModelInput Encode(
        this OmniTokenizer tokenizer, IEnumerable<string> sequences, bool padding = true, bool truncation = false, int? maxLength = null)
    {
        var length = new LengthOptions(
            Math.Min(maxLength ?? int.MaxValue, tokenizer.MaxLength), truncation ? LengthPolicy.Truncate : LengthPolicy.Error);
        var tokens = RaggedTokens.Build([.. SequencesInMemory.Examples(sequences)], tokenizer, length);
        if (!padding && tokens.Lengths.Distinct().Count() > 1)
            throw new OmniException(
                "OH3706", $"the sequences have {tokens.Lengths.Min()} to {Plural.Count(tokens.Lengths.Max(), "token")}, so one batch "
                    + "needs padding", null,
                "Leave padding on, or encode sequences of one length.");
        return TokenBatch.Create(tokens, [.. Enumerable.Range(0, tokens.Count)]).ToInput(Device.Cpu);
    }
}
