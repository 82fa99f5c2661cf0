namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>Numbers of one record: values of the site, or the same number of slots for every sample.</summary>
internal sealed class NumberVector
{
    /// <summary>The value is missing.</summary>
    public const double Missing = double.NaN;

    /// <summary>
    /// The slot has no value, because the sample has fewer than the widest; like <see cref="Missing"/> it compares with nothing.
    /// </summary>
    public static readonly double Padding = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0F1E);

    private double[] values = new double[4];

    /// <summary>The values, sample after sample.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, Count);

    /// <summary>How many values there are, padding included.</summary>
    public int Count { get; private set; }

    /// <summary>0 when the values belong to the site.</summary>
    public int Samples { get; private set; }

    /// <summary>Slots of one sample, or all values of the site.</summary>
    public int Width => Samples == 0 ? Count : Count / Samples;

    public static bool IsPadding(double value) => BitConverter.DoubleToUInt64Bits(value) == BitConverter.DoubleToUInt64Bits(Padding);

    /// <summary>No value is left that is not missing.</summary>
    public static bool IsEmpty(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            if (!double.IsNaN(value)) return false;
        return true;
    }

    /// <summary>The slots of one sample; a site's values stand for every sample.</summary>
    public ReadOnlySpan<double> Of(int sample) => Samples == 0 ? Values : Values.Slice(sample * Width, Width);

    /// <summary>Starts anew.</summary>
    /// <param name="samples">0 for values of the site.</param>
    public void Clear(int samples = 0)
    {
        Count = 0;
        Samples = samples;
    }

    public void Add(double value)
    {
        if (Count == values.Length) Array.Resize(ref values, 2 * Count);
        values[Count++] = value;
    }
}

/// <summary>What a condition says of one record, and of each of its samples when it looks at them.</summary>
internal sealed class Verdict
{
    private bool[] samples = [];

    /// <summary>The record passes; with samples: at least one of them does.</summary>
    public bool Site { get; private set; }

    /// <summary>0 when the condition does not look at samples.</summary>
    public int SampleCount { get; private set; }

    public ReadOnlySpan<bool> Samples => samples.AsSpan(0, SampleCount);

    /// <summary>A verdict on the site alone.</summary>
    public void Set(bool site)
    {
        Site = site;
        SampleCount = 0;
    }

    /// <summary>A verdict on every sample; the site passes when one does.</summary>
    public void Begin(int count)
    {
        if (samples.Length < count) samples = new bool[count];
        Site = false;
        SampleCount = count;
    }

    /// <summary>Room for the verdicts on samples, which <see cref="Conclude"/> takes up.</summary>
    public Span<bool> Slots => samples.AsSpan(0, SampleCount);

    /// <summary>The first slots are filled.</summary>
    public void Conclude(int count) => Site |= samples.AsSpan(0, count).Contains(true);

    /// <summary>The site passes, whatever its samples do.</summary>
    public void Pass() => Site = true;

    public void Sample(int index, bool passes)
    {
        samples[index] = passes;
        Site |= passes;
    }
}
