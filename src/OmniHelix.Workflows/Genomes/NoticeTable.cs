using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Consensus;

namespace OmniHelix.Workflows.Genomes;

/// <summary>The records that a consensus passed over or cut, as a table: contig, position from 1, alleles, reason.</summary>
internal sealed class NoticeTable
{
    private readonly StringBuilder table = new("contig\tpos\tref\talt\treason\n");

    /// <summary>Takes a record.</summary>
    public void Add(ConsensusNotice notice)
    {
        table.Append(CultureInfo.InvariantCulture, $"{notice.Contig}\t{notice.Position + 1}\t");
        table.Append(CultureInfo.InvariantCulture, $"{notice.Reference}\t{notice.Alternate}\t{Reason(notice.Kind)}\n");
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="OmniException">OH6001, OH6002: it cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteText(path, table.ToString());

    private static string Reason(NoticeKind kind) => kind switch
    {
        NoticeKind.Overlap => "overlaps",
        NoticeKind.Beyond => "beyond the end of the sequence",
        NoticeKind.Clipped => "cut at the end of the sequence",
        _ => "deletion with several reference bases",
    };
}
