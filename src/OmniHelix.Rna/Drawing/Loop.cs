namespace OmniHelix.Rna.Drawing;

/// <summary>
/// One loop: its bases in 5' to 3' order. Of an inner loop the first and last member are the closing pair; the members of a branch's pair
/// stand next to each other.
/// </summary>
internal sealed class Loop(int[] members, bool[] pairAfter, Loop? parent)
{
    public int[] Members { get; } = members;

    public Loop? Parent { get; } = parent;

    public List<Loop> Children { get; } = [];

    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    private readonly double[] spacing = Enumerable.Repeat(1.0, members.Length).ToArray();

    /// <summary>True when the member and the next one are a branch's pair.</summary>
    public bool IsPair(int member) => pairAfter[member];

    /// <summary>Lengths of the chords between successive members: a branch's pair, or a step of the backbone, 1 unless widened.</summary>
    public double[] Chords(double pairWidth)
    {
        var chords = new double[Math.Max(0, Members.Length - 1)];
        for (var m = 0; m < chords.Length; m++) chords[m] = pairAfter[m] ? pairWidth : spacing[m];
        return chords;
    }

    /// <summary>Stretches the backbone between two members; false when there is none to stretch.</summary>
    public bool Widen(int from, int to, double growth)
    {
        var widened = false;
        for (var m = from; m < to; m++)
        {
            if (pairAfter[m]) continue;
            spacing[m] *= growth;
            widened = true;
        }
        return widened && Children.Count != 1;
    }
}
