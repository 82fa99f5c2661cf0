namespace OmniHelix.Sequences;

/// <summary>
/// How often every letter occurs, and what that says about the molecule. One instance per thread; add them up with
/// <see cref="Add(LetterCounts)"/>.
/// </summary>
public sealed class LetterCounts
{
    // Residues that no nucleotide code uses. X, I and P also stand for modified bases, so one of them proves nothing: shares decide.
    private const string AminoAcidOnly = "EFILPQZJO";
    private const int LongSequence = 4096;
    private readonly long[] counts = new long[128];

    /// <summary>All characters seen.</summary>
    public long Total { get; private set; }

    /// <summary>Characters outside ASCII.</summary>
    public long NonAscii { get; private set; }

    /// <summary>Occurrences of one ASCII character, case-sensitive.</summary>
    public long this[char letter] => letter < 128 ? counts[letter] : 0;

    /// <summary>Lower-case letters (soft-masked sequence).</summary>
    public long LowerCase => Sum(char.IsAsciiLetterLower);

    /// <summary>IUPAC codes for several bases, N included.</summary>
    public long AmbiguityCodes => Sum(Alphabet.IsAmbiguityCode);

    /// <summary>A, C, G, T and U.</summary>
    public long Bases => Sum(Alphabet.IsBase);

    /// <summary>Everything that is neither a base nor an ambiguity code.</summary>
    public long Other => Total - Bases - AmbiguityCodes;

    /// <summary>
    /// Protein when at least 5 % of the letters are residues no nucleotide code uses and under 60 % are ACGTUN (a natural protein has about
    /// 35 % and 26 %); otherwise decided by T and U.
    /// </summary>
    public Molecule Molecule
    {
        get
        {
            if (Total == 0) return Molecule.Unknown;
            var aminoAcids = Sum(c => AminoAcidOnly.Contains(char.ToUpperInvariant(c), StringComparison.Ordinal));
            if (aminoAcids >= 0.05 * Total && Bases + Both('N') < 0.6 * Total) return Molecule.Protein;
            return (Both('T') > 0, Both('U') > 0) switch
            {
                (true, true) => Molecule.MixedNucleic,
                (true, false) => Molecule.Dna,
                (false, true) => Molecule.Rna,
                _ => Molecule.Unknown,
            };
        }
    }

    /// <summary>
    /// G + C (and S) as a share of the letters that decide it: A, C, G, T, U, S, W. 0 when there are none.
    /// </summary>
    public double GcStrict
    {
        get
        {
            var strong = Both('G') + Both('C') + Both('S');
            var all = strong + Both('A') + Both('T') + Both('U') + Both('W');
            return all == 0 ? 0 : (double)strong / all;
        }
    }

    /// <summary>
    /// G + C as a share of all characters, where a code for several bases counts by the share of G and C among them (X as N). 0 when there
    /// is nothing.
    /// </summary>
    public double GcWeighted
    {
        get
        {
            var halves = Both('M') + Both('R') + Both('Y') + Both('K') + Both('N') + Both('X');
            var sum = Both('G') + Both('C') + Both('S') + halves / 2.0 + (2 * (Both('V') + Both('B')) + Both('H') + Both('D')) / 3.0;
            return Total == 0 ? 0 : sum / Total;
        }
    }

    /// <summary>Counts the letters of one sequence.</summary>
    public void Add(ReadOnlySpan<byte> sequence)
    {
        Total += sequence.Length;
        if (sequence.Length >= LongSequence)
        {
            AddLong(sequence);
            return;
        }
        foreach (var b in sequence)
        {
            if (b < counts.Length) counts[b]++;
            else NonAscii++;
        }
    }

    /// <summary>Counts the letters of one sequence.</summary>
    public void Add(ReadOnlySpan<char> sequence)
    {
        Total += sequence.Length;
        foreach (var c in sequence)
        {
            if (c < 128) counts[c]++;
            else NonAscii++;
        }
    }

    /// <summary>Adds the counts of another instance.</summary>
    public void Add(LetterCounts other)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] += other.counts[i];
        Total += other.Total;
        NonAscii += other.NonAscii;
    }

    /// <summary>The letters of one sequence.</summary>
    public static LetterCounts Of(ReadOnlySpan<char> sequence)
    {
        var letters = new LetterCounts();
        letters.Add(sequence);
        return letters;
    }

    /// <inheritdoc cref="Of(ReadOnlySpan{char})"/>
    public static LetterCounts Of(ReadOnlySpan<byte> sequence)
    {
        var letters = new LetterCounts();
        letters.Add(sequence);
        return letters;
    }

    /// <summary>Every character that occurs with its count, most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<char, long>> Occurring() =>
        [
            .. counts.Select(
                (n, i) => KeyValuePair.Create((char)i, n)).Where(p => p.Value > 0).OrderByDescending(p => p.Value).ThenBy(p => p.Key)];

    // Equal letters in a row would wait for each other's count; four tables let them overlap, and cost some to clear and add.
    private void AddLong(ReadOnlySpan<byte> sequence)
    {
        Span<long> tables = stackalloc long[4 * 256];
        tables.Clear();
        for (var i = 0; i < sequence.Length; i++) tables[((i & 3) << 8) | sequence[i]]++;
        for (var i = 0; i < tables.Length; i++)
        {
            if ((i & 255) < counts.Length) counts[i & 255] += tables[i];
            else NonAscii += tables[i];
        }
    }

    private long Both(char upper) => counts[upper] + counts[upper | 0x20];

    private long Sum(Func<char, bool> of)
    {
        long sum = 0;
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] > 0 && of((char)i)) sum += counts[i];
        return sum;
    }
}
