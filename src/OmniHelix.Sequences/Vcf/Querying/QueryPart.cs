using System.Buffers;
using System.Globalization;
using System.Text;

namespace OmniHelix.Sequences.Vcf.Querying;

/// <summary>A part of an output format.</summary>
internal abstract class QueryPart
{
    /// <summary>What the line of names calls it; null for what stands there as it is written.</summary>
    public virtual string? Name => null;

    /// <summary>Adds what the part makes of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="sample">A person's place in the header; −1 outside of brackets.</param>
    /// <param name="column">That person's column; empty outside of brackets.</param>
    /// <param name="output">Takes UTF-8.</param>
    public abstract void Write(VariantRecord record, int sample, ReadOnlySpan<byte> column, IBufferWriter<byte> output);

    /// <summary>One of the values that commas separate, <c>.</c> where there are fewer; all of them for null.</summary>
    protected static ReadOnlySpan<byte> Pick(ReadOnlySpan<byte> values, int? index)
    {
        if (index is not { } wanted) return values;
        foreach (var range in values.Split((byte)','))
            if (wanted-- == 0) return values[range];
        return "."u8;
    }
}

/// <summary>Text that stands in the format.</summary>
internal sealed class LiteralPart(string text) : QueryPart
{
    private readonly byte[] bytes = Encoding.UTF8.GetBytes(text);

    public string Text => text;

    public override void Write(VariantRecord record, int sample, ReadOnlySpan<byte> column, IBufferWriter<byte> output) =>
        output.Write(bytes);
}

/// <summary>One of the fixed columns as it stands in the file.</summary>
internal sealed class ColumnPart(string name, int number, int? index) : QueryPart
{
    public override string Name => name;

    public override void Write(VariantRecord record, int sample, ReadOnlySpan<byte> column, IBufferWriter<byte> output) =>
        output.Write(Pick(record.Column(number), index));
}

/// <summary>A whole number that follows from the record.</summary>
internal sealed class NumberPart(string name, Func<VariantRecord, long> number) : QueryPart
{
    public override string Name => name;

    public override void Write(VariantRecord record, int sample, ReadOnlySpan<byte> column, IBufferWriter<byte> output)
    {
        var room = output.GetSpan(20);
        number(record).TryFormat(room, out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}

/// <summary>A text that follows from the record.</summary>
internal sealed class TextPart(string name, Func<VariantRecord, string> text) : QueryPart
{
    public override string Name => name;

    public override void Write(VariantRecord record, int sample, ReadOnlySpan<byte> column, IBufferWriter<byte> output) =>
        Encoding.UTF8.GetBytes(text(record), output);
}

/// <summary>The whole line and its end.</summary>
internal sealed class LinePart : QueryPart
{
    public override string Name => "LINE";

    public override void Write(VariantRecord record, int sample, ReadOnlySpan<byte> column, IBufferWriter<byte> output)
    {
        output.Write(record.Text);
        output.Write("\n"u8);
    }
}

/// <summary>An INFO field; 1 for a flag that is set, <c>.</c> for what is missing.</summary>
internal sealed class InfoPart(string tag, int? index) : QueryPart
{
    public override string Name => tag;

    public override void Write(VariantRecord record, int sample, ReadOnlySpan<byte> column, IBufferWriter<byte> output)
    {
        if (!record.TryGetInfo(tag, out var text)) output.Write("."u8);
        else output.Write(text.IsEmpty ? "1"u8 : Pick(text, index));
    }
}

/// <summary>A FORMAT field of a person; <c>.</c> for what is missing.</summary>
internal sealed class FormatPart(string tag, int? index) : QueryPart
{
    public override string Name => tag;

    public override void Write(VariantRecord record, int sample, ReadOnlySpan<byte> column, IBufferWriter<byte> output)
    {
        var field = record.FormatIndex(tag);
        output.Write(field < 0 ? "."u8 : Pick(SampleFields.Field(column, field), index));
    }
}

/// <summary>A person's name.</summary>
internal sealed class SampleNamePart : QueryPart
{
    public override string Name => "SAMPLE";

    public override void Write(VariantRecord record, int sample, ReadOnlySpan<byte> column, IBufferWriter<byte> output) =>
        Encoding.UTF8.GetBytes(record.Header.Samples[sample], output);
}

/// <summary>A person's call with its alleles spelled out.</summary>
internal sealed class SpelledCallPart : QueryPart
{
    public override string Name => "GT";

    public override void Write(VariantRecord record, int sample, ReadOnlySpan<byte> column, IBufferWriter<byte> output)
    {
        var ploidy = record.Ploidy;
        if (ploidy == 0)
        {
            output.Write("."u8);
            return;
        }
        var call = record.Genotypes.Slice(sample * ploidy, ploidy);
        for (var i = 0; i < call.Length && call[i] != GenotypeCode.EndOfVector; i++)
        {
            if (i > 0) output.Write(GenotypeCode.IsPhased(call[i]) ? "|"u8 : "/"u8);
            var allele = GenotypeCode.Allele(call[i]);
            if (allele == 0) output.Write(record.ReferenceText);
            else output.Write(allele < 0 ? "."u8 : Pick(record.AlternateText, allele - 1));
        }
    }
}
