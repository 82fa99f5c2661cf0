using System.Security.Cryptography;
using OmniHelix.Hub.Cache;

namespace OmniHelix.Hub.Downloads;

/// <summary>
/// The content of a file that is still arriving, under a name that ends in <c>.incomplete</c>. What an earlier download left is gone on
/// with; that nothing of it is wrong shows at the end, when the whole is compared with its hash.
/// </summary>
internal sealed class PartialBlob : IDisposable
{
    private const int BufferSize = 1 << 20;

    private readonly string hash;
    private readonly string path;
    private readonly IncrementalHash? digest;
    private readonly WrittenStream file;

    private PartialBlob(string hash, string path)
    {
        this.hash = hash;
        this.path = path;
        digest = hash.Length == ContentHash.Sha256Digits ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        file = WrittenStream.Open(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 0,
        });
    }

    /// <summary>Bytes that are here.</summary>
    public long Length { get; private set; }

    /// <summary>What another download of this content left in a folder, or a new file. The lock of the content is held.</summary>
    /// <param name="blobs">The folder.</param>
    /// <param name="hash">What the hub calls the content by.</param>
    /// <exception cref="OmniException">OH6001, OH6002: the place cannot be written.</exception>
    public static PartialBlob Open(string blobs, string hash)
    {
        var left = Directory.EnumerateFiles(blobs, $"{hash}.*incomplete").MaxBy(file => new FileInfo(file).Length);
        var partial = new PartialBlob(hash, left ?? Path.Combine(blobs, $"{hash}.{Guid.NewGuid():n}"[..(hash.Length + 9)] + ".incomplete"));
        try
        {
            partial.ReadAgain();
            return partial;
        }
        catch
        {
            partial.Dispose();
            throw;
        }
    }

    /// <summary>Adds what has arrived.</summary>
    /// <exception cref="OmniException">OH6001: no space is left, and what was here before stays; OH6002.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        digest?.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>Forgets what is here.</summary>
    public void Restart()
    {
        file.SetLength(0);
        file.Seek(0, SeekOrigin.Begin);
        digest?.GetHashAndReset();
        Length = 0;
    }

    /// <summary>Why the whole is not what it should be; null when it is.</summary>
    /// <param name="size">The size that was announced; null for none.</param>
    public string? Fault(long? size)
    {
        if (size is { } bytes && bytes != Length) return FormattableString.Invariant($"{Length} bytes arrived of {bytes}");
        if (!ContentHash.IsOne(hash)) return null;
        var found = digest is null ? ContentHash.Of(path, hash) : Convert.ToHexStringLower(digest.GetCurrentHash());
        return found == hash ? null : $"its hash is {found}, and {hash} was announced";
    }

    /// <summary>The first bytes.</summary>
    public byte[] Head(int count)
    {
        var head = new byte[Math.Min(count, Length)];
        using var read = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        read.ReadExactly(head);
        return head;
    }

    /// <summary>Gives the whole its name.</summary>
    /// <exception cref="OmniException">OH6001, OH6002.</exception>
    public void Complete(string blob)
    {
        file.Flush();
        AtomicFile.Do(blob, () =>
        {
            using (var whole = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
                whole.Flush(flushToDisk: true);
            File.Move(path, blob, overwrite: true);
        });
    }

    /// <summary>Removes it.</summary>
    public void Delete() => AtomicFile.Do(path, () => File.Delete(path));

    /// <summary>Closes the file, which stays for the next download.</summary>
    public void Dispose()
    {
        file.Dispose();
        digest?.Dispose();
    }

    private void ReadAgain()
    {
        var buffer = new byte[BufferSize];
        using var read = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        // As many as the file has: a device in its place would never end.
        while (Length < read.Length && read.Read(buffer) is > 0 and var count)
        {
            digest?.AppendData(buffer.AsSpan(0, count));
            Length += count;
        }
        file.Seek(Length, SeekOrigin.Begin);
    }
}
