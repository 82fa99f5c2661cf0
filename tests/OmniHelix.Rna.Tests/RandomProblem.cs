namespace OmniHelix.Rna.Tests;

/// <summary>Bases at random with probabilities at random: something to decode that no model would give.</summary>
internal static class RandomProblem
{
    /// <summary>The next problem of a generator.</summary>
    /// <returns>Bases, and <c>[length, 3]</c> probabilities of opening, closing and being unpaired.</returns>
    public static (string Sequence, float[] Probabilities) Next(Xoshiro256 random, int length)
    {
        var p = new float[3 * length];
        for (var i = 0; i < length; i++)
        {
            var e = new[] { Math.Exp(2 * random.NextNormal()), Math.Exp(2 * random.NextNormal()), Math.Exp(2 * random.NextNormal()) };
            for (var c = 0; c < 3; c++) p[3 * i + c] = (float)(e[c] / e.Sum());
        }
        return (string.Concat(Enumerable.Range(0, length).Select(_ => "ACGU"[random.Next(4)])), p);
    }
}
