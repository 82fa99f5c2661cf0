using System.Buffers;

namespace OmniHelix.Sequences.Vcf.Querying;

/// <summary>What stands in brackets: its parts for one person after the other.</summary>
/// <param name="parts">The parts.</param>
/// <param name="passing">Who is printed.</param>
internal sealed class SamplesPart(IReadOnlyList<QueryPart> parts, PassingSamples passing) : QueryPart
{
    public IReadOnlyList<QueryPart> Parts => parts;

    public override void Write(VariantRecord record, int sample, ReadOnlySpan<byte> column, IBufferWriter<byte> output)
    {
        if (record.Header.Samples.Count == 0) return;
        var columns = record.SampleColumns;
        var person = 0;
        foreach (var range in columns.Split((byte)'\t'))
        {
            if (passing.Includes(person))
                foreach (var part in parts) part.Write(record, person, columns[range], output);
            person++;
        }
    }
}

/// <summary>The people whom the conditions of a query let pass in the record at hand.</summary>
internal sealed class PassingSamples
{
    private bool[] passing = [];
    private bool all = true;

    /// <summary>Whether the conditions let a person pass.</summary>
    public bool Includes(int sample) => all || passing[sample];

    /// <summary>Lets everybody pass.</summary>
    public void PassAll() => all = true;

    /// <summary>Lets those go on passing whom another condition names; false when it is nobody.</summary>
    /// <param name="verdict">The condition's verdict on every sample.</param>
    /// <param name="passes">The verdict of those who pass.</param>
    public bool Pass(ReadOnlySpan<bool> verdict, bool passes)
    {
        if (passing.Length < verdict.Length) passing = new bool[verdict.Length];
        var some = false;
        for (var i = 0; i < verdict.Length; i++)
        {
            passing[i] = Includes(i) && verdict[i] == passes;
            some |= passing[i];
        }
        all = false;
        return some;
    }
}
