using OmniHelix.Rna.Folding;

namespace OmniHelix.Bench;

/// <summary>
/// Least energies and pair probabilities of random RNA, processor time of one core a sequence, beside ViennaRNA's on machines of 2025
/// (measured elsewhere, the worse of two).
/// </summary>
internal static class FoldingBenchmark
{
    // Milliseconds; MFE alone, and with pair probabilities.
    private static readonly (int Length, int Sequences, double Energy, double Pairs)[] Peers =
    [
        (100, 300, 3.2, 7),
        (200, 100, 18, 38),
        (400, 30, 77, 190),
        (1000, 6, 540, 2100),
        (4000, 1, 15_800, double.NaN),
    ];

    public static void Run()
    {
        var model = new EnergyModel();
        Console.WriteLine("length   least energy ms   ViennaRNA : own   with pair probabilities ms   ViennaRNA : own");
        foreach (var (length, count, energyPeer, pairsPeer) in Peers)
        {
            var random = new Xoshiro256(length);
            string[] sequences = [.. Enumerable.Range(0, count).Select(_ => Sequence(random, length))];
            var energy = Best(sequences, sequence => model.Fold(sequence));
            var line = FormattableString.Invariant($"{length,6}   {energy,15:0.000}   {energyPeer / energy,15:0.0}");
            if (!double.IsNaN(pairsPeer))
            {
                var pairs = Best(sequences, sequence =>
                {
                    model.Fold(sequence);
                    model.Ensemble(sequence);
                });
                line += FormattableString.Invariant($"   {pairs,26:0.000}   {pairsPeer / pairs,15:0.0}");
            }
            Console.WriteLine(line);
        }
    }

    private static double Best(string[] sequences, Action<string> fold)
    {
        for (var warm = 0; warm < Math.Max(2, 200 / sequences[0].Length); warm++)
            foreach (var sequence in sequences.Take(50)) fold(sequence);
        return 1000.0 / sequences.Length * CpuTime.Least(() => CpuTime.Thread, () =>
        {
            foreach (var sequence in sequences) fold(sequence);
        });
    }

    private static string Sequence(Xoshiro256 random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => "ACGU"[random.Next(4)]));
}
