using OmniHelix.Data.Leakage;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Tests.Leakage;

/// <summary>Random sequences and what evolution does to them.</summary>
internal sealed class Planted(long seed)
{
    private readonly Xoshiro256 random = new(seed);

    public string Sequence(int length, string alphabet = "ACGT") =>
        string.Concat(Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)]));

    /// <summary>Exactly the given share of the letters is another one.</summary>
    public string Substitute(string sequence, double share, string alphabet = "ACGT")
    {
        var letters = sequence.ToCharArray();
        var order = Enumerable.Range(0, letters.Length).ToArray();
        random.Shuffle<int>(order);
        foreach (var i in order.Take((int)(share * letters.Length)))
        {
            var others = alphabet.Replace(letters[i].ToString(), "", StringComparison.Ordinal);
            letters[i] = others[random.Next(others.Length)];
        }
        return new string(letters);
    }

    /// <summary>Removes or doubles single letters.</summary>
    public string InsertAndDelete(string sequence, int times)
    {
        for (var t = 0; t < times; t++)
        {
            var at = random.Next(sequence.Length);
            sequence = t % 2 == 0 ? sequence.Remove(at, 1) : sequence.Insert(at, "ACGT"[random.Next(4)].ToString());
        }
        return sequence;
    }

    public int Next(int bound) => random.Next(bound);

    public static string Reverse(string sequence) => Alphabet.ReverseComplement(sequence);

    public static AuditRecords Records(IEnumerable<string> train, IEnumerable<string> test)
    {
        var records = new AuditRecords();
        var number = 0;
        foreach (var (name, sequences) in new[] { ("train", train), ("test", test) })
        {
            records.Begin(name);
            foreach (var sequence in sequences) records.Add(Written.Example(sequence, record: ++number));
        }
        return records;
    }

    public static int Count(LeakageReport report, LeakageKind kind) =>
        report.Findings.Where(f => f.Kind == kind && f.IsBetweenSplits).Sum(f => f.Records);
}
