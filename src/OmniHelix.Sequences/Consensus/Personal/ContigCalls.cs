using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>Walks the records of one contig after the other through one file or through many, each read once.</summary>
/// <param name="files">Where they are.</param>
/// <param name="people">People that every file has.</param>
internal sealed class ContigCalls(VariantFiles files, IReadOnlyList<string> people) : IDisposable
{
    private readonly Dictionary<VariantFile, RecordContigs> read = [];
    private VariantFile? file;
    private VcfReader? vcf;
    private RecordContigs passed = new();
    private bool pending;
    private int[] columns = [];

    /// <summary>
    /// Goes to the first record of a contig. Contigs that stand in one file in the order in which they are asked for are found in one pass;
    /// for one that stands earlier the file is read again.
    /// </summary>
    /// <returns>False when no record lies on it.</returns>
    /// <exception cref="OmniException">OH1022: records of one contig stand under two names; OH1911: two files have the contig.</exception>
    public bool Seek(string contig)
    {
        if (IsAt(contig)) return true;
        if (files.Beginning(contig) is { } own)
        {
            Open(own);
            return true;
        }
        SkipTo(contig);
        foreach (var other in files.Files)
        {
            if (IsAt(contig)) return true;
            if (read.TryGetValue(other, out var all) && all.Find(contig) is null) continue;
            Open(other);
            SkipTo(contig);
        }
        return IsAt(contig);
    }

    /// <summary>Adds records of the contig until its end or until there are enough entries.</summary>
    /// <param name="contig">As given to <see cref="Seek"/>.</param>
    /// <param name="into">Takes them.</param>
    /// <param name="enough">Stops at so many entries.</param>
    /// <returns>True when records are left.</returns>
    public bool Read(string contig, HaplotypeEdits into, long enough)
    {
        while (pending)
        {
            if (!IsAt(contig)) return false;
            into.Add(vcf!.Record, columns);
            Advance();
            if (into.Entries >= enough) return IsAt(contig);
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => vcf?.Dispose();

    private bool IsAt(string contig) => pending && ContigNames.AreSame(vcf!.Record.Contig, contig);

    private void SkipTo(string contig)
    {
        while (pending && !IsAt(contig)) Advance();
    }

    private void Open(VariantFile next)
    {
        vcf?.Dispose();
        file = next;
        vcf = VcfReader.Open(file.Path);
        columns = [.. people.Select(vcf.Header.SampleIndex)];
        passed = new RecordContigs();
        Advance();
    }

    private void Advance()
    {
        pending = vcf!.TryRead();
        if (!pending)
        {
            read[file!] = passed;
            return;
        }
        var contig = vcf.Record.Contig;
        if (passed.Find(contig) is null) files.RequireNoOther(file!, contig);
        passed.Add(contig, vcf.Record.Place);
    }
}
