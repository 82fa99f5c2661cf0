using System.Globalization;
using OmniHelix.Data.Conversion;
using OmniHelix.Sequences;

namespace OmniHelix.Goldens.Groups.GenomeNlp;

/// <summary>
/// <c>generate_synthetic</c>, which draws from Python's generator: names, and reverse complements of the real sequences, to the letter; of
/// reordered sequences the blocks, each as often as in the real one; of drawn words the length and the alphabet. Reverse complements of
/// what is drawn are made and never written there; here they are.
/// </summary>
internal sealed class SyntheticCommands : IGenomeNlpCommand
{
    private const string Reversed = "RC_", Reordered = "NULL_B_", Drawn = "NULL_F_";
    private const int UsualBlock = 2;

    public IReadOnlyList<string> Names { get; } = ["generate_synthetic"];

    public void Compare(GenomeNlpCall call, GoldenCheck check)
    {
        if (!call.Run(check, [])) return;
        var block = call.ValueOf("-b") is { } size ? int.Parse(size, CultureInfo.InvariantCulture) : UsualBlock;
        var real = NamedSequences.Read(call.PathOf(call.Words[1])).ToDictionary(one => one.Name, one => one.Sequence.ToUpperInvariant());
        foreach (var file in call.Files)
        {
            var got = NamedSequences.Read(call.PathOf(file)).ToList();
            var expected = NamedSequences.Read(call.Kept(file)).ToList();
            var further = got.Where(one => one.Name.StartsWith(Reversed + Reordered, StringComparison.Ordinal)).ToList();
            got.RemoveAll(further.Contains);
            CompareRecords(got, expected, real, block, check);
            foreach (var one in further)
                check.Equal(
                    one.Name, one.Sequence,
                    Alphabet.ReverseComplement(got.First(forward => Reversed + forward.Name == one.Name).Sequence, rna: false));
        }
    }

    private static void CompareRecords(
        List<NamedSequence> got, List<NamedSequence> expected, Dictionary<string, string> real, int block, GoldenCheck check)
    {
        check.SameItems("names", got.Select(one => one.Name), expected.Select(one => one.Name));
        foreach (var ((name, sequence, _), (_, reference, _)) in got.Zip(expected))
        {
            check.Equal($"letters of {name}", sequence.Length, reference.Length);
            if (name.StartsWith(Drawn, StringComparison.Ordinal))
                check.Equal($"letters of {name} that are none of DNA", Others(sequence), Others(reference));
            else if (name.StartsWith(Reordered, StringComparison.Ordinal))
                foreach (var (whose, one) in new[] { ("here", sequence), ("there", reference) })
                    check.Equal($"blocks of {name} {whose}", IsReordered(one, real[name[Reordered.Length..]], block), true);
            else check.Equal(name, sequence, reference);
        }
    }

    private static int Others(string sequence) => sequence.Count(letter => !"ACGT".Contains(letter));

    // The last block, which may be short, stands anywhere.
    private static bool IsReordered(string sequence, string real, int block)
    {
        var rest = real.Length % block;
        var blocks = Cut(real, block, real.Length - rest);
        return Enumerable.Range(0, real.Length / block + 1).Any(at => Cut(sequence, block, at * block).SequenceEqual(blocks));
    }

    // The blocks in the order of their letters, those before the short one and those behind it.
    private static List<string> Cut(string sequence, int block, int rest)
    {
        var behind = rest + sequence.Length % block;
        string[] parts = [.. sequence[..rest].Chunk(block).Concat(sequence[behind..].Chunk(block)).Select(part => new string(part))];
        return [sequence[rest..behind], .. parts.Order(StringComparer.Ordinal)];
    }
}
