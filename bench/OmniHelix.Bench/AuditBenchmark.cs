using System.Globalization;
using System.Text;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Bench;

/// <summary>
/// Letters a second of the leakage audit, beside those of reading the same data set, for short windows and long ones: four fifths
/// unrelated, one fifth windows of one genome.
/// </summary>
internal static class AuditBenchmark
{
    private const int Letters = 60_000_000;

    public static void Run()
    {
        foreach (var length in new[] { 100, 1000, 10_000 }) Measure(length);
    }

    private static void Measure(int length)
    {
        var folder = Directory.CreateTempSubdirectory("omnihelix-audit").FullName;
        try
        {
            Write(folder, length);
            string[] files = [Path.Combine(folder, "train.fasta"), Path.Combine(folder, "test.fasta")];
            var records = new AuditRecords();
            var reading = Machine.Best(1, () => records = AuditReader.ReadSplits(files));
            LeakageReport? report = null;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
            var memory = Memory.Peak(() => report = LeakageAudit.Run(records));
            var audit = Machine.Best(1, () => LeakageAudit.Run(records));
            var one = CpuTime.Least(() => CpuTime.Process, () => LeakageAudit.Run(records, new LeakageOptions { Threads = 1 }));
            var shared = report!.Totals.First(t => t.Split == "test" && t.Other == "train");
            var letters = records.Sequences.Letters;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"audit: {records.Count} x {length}: {letters / audit / 1e6:0} MB/s, own : reading {reading / audit:0.00} "
                + $"(reading {letters / reading / 1e6:0} MB/s), {letters / one / 1e6:0} MB a second of one core, "
                + $"{(double)memory / letters:0.0} bytes a letter beside the records, {shared.Share:P1} of test in train"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string folder, int length)
    {
        var random = new Xoshiro256(1);
        var genome = Bases(random, Letters / 10);
        foreach (var (split, count) in new[] { ("train", Letters / length * 9 / 10), ("test", Letters / length / 10) })
        {
            using var file = new StreamWriter(Path.Combine(folder, split + ".fasta"), false, Encoding.ASCII);
            for (var i = 0; i < count; i++)
            {
                file.WriteLine($">{split}{i}");
                if (i % 5 == 0) file.WriteLine(genome.AsSpan(random.Next(genome.Length - length), length));
                else file.WriteLine(Bases(random, length));
            }
        }
    }

    private static char[] Bases(Xoshiro256 random, int length)
    {
        var bases = new char[length];
        for (var i = 0; i < length; i++) bases[i] = "ACGT"[(int)(random.NextUInt64() >> 62)];
        return bases;
    }
}
