using OmniHelix.Sequences;

namespace OmniHelix.Data.Records;

/// <summary>The form in which sequences count as equal: upper case, U as T.</summary>
internal static class SequenceKey
{
    public static string Of(string sequence) => string.Create(sequence.Length, sequence, (key, s) =>
    {
        for (var i = 0; i < s.Length; i++) key[i] = Alphabet.Apply(UracilPolicy.UToT, char.ToUpperInvariant(s[i]));
    });
}
