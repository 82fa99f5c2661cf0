using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Sequences.Vcf;

/// <summary>Turns the sample columns of a record into codes, 8 samples at a time where every call looks like <c>0|1</c>.</summary>
internal sealed class GenotypeDecoder
{
    /// <summary>More alleles in one call than any pooled sample has; beyond it a line of a megabyte could ask for gigabytes.</summary>
    internal const int HighestPloidy = 255;

    private const int SampleBytes = 4;
    private const int SamplesPerVector = 8;

    private short[] codes = [];

    /// <summary>The codes last decoded, <c>[samples × Ploidy]</c>; the array may be longer.</summary>
    public short[] Codes => codes;

    /// <summary>Alleles of the widest call.</summary>
    public int Ploidy { get; private set; } = 2;

    /// <summary>Decodes the columns of all samples.</summary>
    /// <param name="columns">The samples' columns with the tabs between them.</param>
    /// <param name="samples">How many there are.</param>
    /// <param name="field">Which of the colon-separated fields GT is, from 0.</param>
    /// <param name="only">GT is the only field.</param>
    /// <param name="failure">Makes the error for an offset into <paramref name="columns"/>.</param>
    /// <returns>How many codes there are now, samples × <see cref="Ploidy"/>.</returns>
    public int Decode(ReadOnlySpan<byte> columns, int samples, int field, bool only, GenotypeFailure failure)
    {
        // Most records are as wide as the one before; when this one is not, its true width is known after the first try.
        while (true)
        {
            var width = Ploidy;
            if ((long)samples * width > Array.MaxLength / 2)
                throw failure(0, $"{samples} samples with {width} alleles each are more than memory can hold");
            var count = samples * width;
            if (codes.Length < count) codes = new short[count];
            var done = 0;
            if (only && width == 2 && columns.Length == samples * SampleBytes - 1 && Vector256.IsHardwareAccelerated)
                done = DecodeDiploid(columns, samples);
            var widest = DecodeEach(columns, samples, done, field, width, failure);
            if (done > 0) widest = Math.Max(widest, 2);
            if (widest == width) return count;
            Ploidy = widest;
        }
    }

    /// <summary>Decodes calls of one-digit alleles; returns how many samples were done before one looked otherwise.</summary>
    private int DecodeDiploid(ReadOnlySpan<byte> columns, int samples)
    {
        ref var from = ref MemoryMarshal.GetReference(columns);
        ref var to = ref MemoryMarshal.GetArrayDataReference(codes);
        var separators = Vector256.Create(0xFF00FF00u);
        var phasedPattern = Vector256.Create(0x09000000u | ('|' << 8));
        var unphasedPattern = Vector256.Create(0x09000000u | ('/' << 8));
        var sample = 0;
        // A load takes the tab after the last of its samples too, which the last sample of all does not have.
        for (; sample + SamplesPerVector < samples; sample += SamplesPerVector)
        {
            var text = Vector256.LoadUnsafe(ref from, (nuint)(sample * SampleBytes));
            var between = text.AsUInt32() & separators;
            var phased = Vector256.Equals(between, phasedPattern);
            var alleles = text.AsUInt16() & Vector256.Create((ushort)0xFF);
            var digit = Vector256.LessThan(alleles - Vector256.Create((ushort)'0'), Vector256.Create((ushort)10));
            var known = digit | Vector256.Equals(alleles, Vector256.Create((ushort)'.'));
            if ((phased | Vector256.Equals(between, unphasedPattern)) != Vector256<uint>.AllBitsSet
                || known != Vector256<ushort>.AllBitsSet) break;
            var code = ((alleles - Vector256.Create((ushort)('0' - 1))) << 1) & digit;
            // The separator of a call belongs to its second allele.
            code |= (phased & Vector256.Create(0x00010000u)).AsUInt16();
            code.AsInt16().StoreUnsafe(ref to, (nuint)(sample * 2));
        }
        return sample;
    }

    /// <summary>
    /// Decodes sample by sample from <paramref name="first"/> on, as far as <paramref name="width"/> holds; returns the widest call.
    /// </summary>
    private int DecodeEach(ReadOnlySpan<byte> columns, int samples, int first, int field, int width, GenotypeFailure failure)
    {
        var widest = 1;
        var at = first * SampleBytes;
        for (var sample = first; sample < samples; sample++)
        {
            var call = codes.AsSpan(sample * width, width);
            var alleles = 0;
            if (SkipFields(columns, ref at, field)) at = DecodeCall(columns, at, call, ref alleles, failure);
            else (call[0], alleles) = (0, 1);
            for (var i = alleles; i < width; i++) call[i] = GenotypeCode.EndOfVector;
            widest = Math.Max(widest, alleles);
            var tab = columns[at..].IndexOf((byte)'\t');
            at = tab < 0 ? columns.Length : at + tab + 1;
        }
        return widest;
    }

    /// <summary>
    /// Goes to a field of the sample at <paramref name="at"/>; false when the sample leaves it out, which is allowed for the last ones.
    /// </summary>
    private static bool SkipFields(ReadOnlySpan<byte> columns, ref int at, int field)
    {
        for (; field > 0; field--)
        {
            var end = columns[at..].IndexOfAny((byte)':', (byte)'\t');
            if (end < 0 || columns[at + end] == '\t') return false;
            at += end + 1;
        }
        return true;
    }

    private static int DecodeCall(ReadOnlySpan<byte> columns, int at, Span<short> call, ref int alleles, GenotypeFailure failure)
    {
        var phased = 0;
        // VCF 4.4 may say the phase of the first allele too.
        if (at < columns.Length && columns[at] is (byte)'|' or (byte)'/') phased = columns[at++] == '|' ? 1 : 0;
        while (true)
        {
            var start = at;
            var code = 0;
            if (at < columns.Length && columns[at] == '.') at++;
            else
            {
                var allele = 0;
                while (at < columns.Length && (uint)(columns[at] - '0') <= 9)
                {
                    allele = allele * 10 + columns[at++] - '0';
                    if (allele > GenotypeCode.LargestAllele) throw failure(start, "the allele number is larger than any record can have");
                }
                if (at == start) throw failure(at, "expected an allele number or '.'");
                code = (allele + 1) << 1;
            }
            if (alleles == HighestPloidy) throw failure(start, $"a call has more than {HighestPloidy} alleles");
            if (alleles < call.Length) call[alleles] = (short)(code | phased);
            alleles++;
            if (at == columns.Length || columns[at] is (byte)'\t' or (byte)':') return at;
            if (columns[at] is not ((byte)'|' or (byte)'/')) throw failure(at, "expected '|' or '/' between alleles");
            phased = columns[at++] == '|' ? 1 : 0;
        }
    }
}

/// <summary>Makes the error of a genotype.</summary>
/// <param name="offset">Where in the sample columns.</param>
/// <param name="what">What is wrong.</param>
internal delegate OmniException GenotypeFailure(int offset, string what);
