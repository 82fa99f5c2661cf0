namespace OmniHelix.Bench;

/// <summary>
/// Sequence that looks like a genome. Unrelated bases are too even for tokens to differ: what follows three bases is as uneven as in a
/// genome, and a tenth is repeats.
/// </summary>
internal static class SyntheticGenome
{
    public static string Create(int length)
    {
        var random = new Xoshiro256(1);
        var following = new double[64][];
        for (var context = 0; context < 64; context++)
        {
            var weights = Enumerable.Range(0, 4).Select(_ => 0.5 + random.NextDouble()).ToArray();
            following[context] = [.. weights.Select((_, i) => weights[..(i + 1)].Sum() / weights.Sum())];
        }
        return string.Create(length, (random, following), (bases, state) =>
        {
            var context = 0;
            for (var at = 0; at < bases.Length;)
            {
                if (at > 100_000 && state.random.Next(10_000) == 0)
                {
                    var from = state.random.Next(at - 2000);
                    var repeat = bases.Slice(from, Math.Min(1000, bases.Length - at));
                    repeat.CopyTo(bases[at..]);
                    at += repeat.Length;
                    continue;
                }
                var draw = state.random.NextDouble();
                var next = 0;
                while (next < 3 && draw > state.following[context][next]) next++;
                context = (context << 2 | next) & 63;
                bases[at++] = "ACGT"[next];
            }
        });
    }
}
