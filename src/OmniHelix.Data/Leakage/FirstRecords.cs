namespace OmniHelix.Data.Leakage;

/// <summary>For each split and number (a sequence class, a group) the first record that has it; filled in record order.</summary>
internal sealed class FirstRecords
{
    private readonly int[][] firsts;

    public FirstRecords(int splits, int numbers)
    {
        firsts = [.. Enumerable.Range(0, splits).Select(_ => new int[numbers])];
        foreach (var first in firsts) Array.Fill(first, -1);
    }

    /// <summary>The record; −1 while there is none, and for the number −1.</summary>
    public int this[int split, int number] => number < 0 ? -1 : firsts[split][number];

    /// <summary>Keeps a record unless there was one.</summary>
    public void Note(int split, int number, int record)
    {
        if (number >= 0 && firsts[split][number] < 0) firsts[split][number] = record;
    }
}
