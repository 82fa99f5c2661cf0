using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Normalization;

/// <summary>One normalizer after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<Normalizer> parts) : Normalizer
{
    /// <summary>Reads the list under <c>normalizers</c>.</summary>
    public static NormalizerSequence ReadParts(MapNode node) => new([.. node.Maps("normalizers").Select(Read)]);

    public override void Normalize(AlignedText text)
    {
        foreach (var part in parts) part.Normalize(text);
    }
}
