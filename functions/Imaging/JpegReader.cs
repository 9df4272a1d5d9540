using System.Diagnostics.CodeAnalysis;

namespace SneakerCheck.Imaging;

/// <summary>
/// Reads a JPEG at one eighth of its size from its DC coefficients alone: baseline, extended and progressive, 8-bit,
/// Huffman-coded. Time is linear in the bytes of the file and its declared pixels, memory in the declared pixels, which are limited.
/// Luma of grayscale and YCbCr files is bit-identical to that of libjpeg-turbo at scale 1/8. It differs only if luma is sampled more
/// coarsely than chroma, which no camera does, and the file is progressive or samples luma at a quarter.
/// </summary>
public static class JpegReader
{
    /// <summary>
    /// Reads the file to its end marker. Missing picture data is no error but sets <see cref="JpegThumbnail.IsTruncated"/>; bytes after
    /// the end marker are ignored.
    /// </summary>
    /// <exception cref="JpegException">The bytes are not a readable JPEG, or exceed <paramref name="limits"/>.</exception>
    public static JpegThumbnail Read(ReadOnlySpan<byte> jpeg, JpegLimits limits)
    {
        using var reading = new Reading(limits);
        return reading.Read(jpeg);
    }

    private sealed class Reading(JpegLimits limits) : IDisposable
    {
        private readonly JpegTables tables = new();
        private JpegFrame? frame;
        private JpegScan? detail;
        private ExifFacts? exif;
        private bool hasJfif;
        private int? adobeTransform;
        private int restartInterval;
        private int scans;
        private bool isWhole = true;

        // Quality and comparison need the first component only.
        [MemberNotNullWhen(true, nameof(frame))]
        private bool HasPicture => frame?.Components[0].Quantisation is not null;

        public JpegThumbnail Read(ReadOnlySpan<byte> file)
        {
            var markers = new JpegMarkers(file);
            var ended = false;
            try
            {
                while (!ended && markers.TryNext(out var marker))
                {
                    ended = marker == JpegMarkers.EndOfImage;
                    if (!ended)
                        ReadSegment(file, ref markers, marker);
                }
            }
            catch (JpegException exception) when (exception.Kind == JpegErrorKind.Truncated && HasPicture)
            {
                // Treated like a file that is truncated within its picture data: the part that was read is used.
            }

            isWhole &= ended;
            if (HasPicture)
                return Thumbnail(frame);
            throw ended
                ? new JpegException(JpegErrorKind.Corrupt, "The file has no picture data.")
                : new JpegException(JpegErrorKind.Truncated, "The file ends before its picture data.");
        }

        public void Dispose() => frame?.Dispose();

        private void ReadSegment(ReadOnlySpan<byte> file, ref JpegMarkers markers, byte marker)
        {
            var segment = markers.Segment();
            switch (marker)
            {
                case JpegMarkers.QuantisationTables:
                    tables.DefineQuantisations(segment);
                    break;
                case JpegMarkers.HuffmanTables:
                    tables.DefineCodes(segment);
                    break;
                case JpegMarkers.RestartInterval:
                    restartInterval = segment.Length == 2
                        ? segment[0] << 8 | segment[1]
                        : throw new JpegException(JpegErrorKind.Corrupt, "A restart interval is invalid.");
                    break;
                case JpegMarkers.Jfif when segment.StartsWith("JFIF\0"u8):
                    hasJfif = true;
                    break;
                case JpegMarkers.Adobe when segment.Length >= 12 && segment.StartsWith("Adobe"u8):
                    adobeTransform = segment[11];
                    break;
                case JpegMarkers.Exif when exif is null && frame is null && ExifFacts.IsExif(segment):
                    exif = ExifFacts.Parse(segment);
                    break;
                case JpegMarkers.StartOfScan:
                    ReadScan(file, ref markers, segment);
                    break;
                default:
                    if (JpegMarkers.IsFrame(marker))
                        StartFrame(marker, segment);
                    break;
            }
        }

        private void StartFrame(byte marker, ReadOnlySpan<byte> segment)
        {
            if (frame is not null)
                throw new JpegException(JpegErrorKind.Corrupt, "The file has two frame headers.");
            var declared = JpegFrame.Parse(marker, segment);
            if ((long)declared.Width * declared.Height > limits.MaxPixels)
                throw new JpegException(
                    JpegErrorKind.TooLarge, $"{declared.Width} × {declared.Height} is more than the allowed {limits.MaxPixels} pixels.");
            declared.Allocate();
            frame = declared;
        }

        private void ReadScan(ReadOnlySpan<byte> file, ref JpegMarkers markers, ReadOnlySpan<byte> segment)
        {
            if (frame is null)
                throw new JpegException(JpegErrorKind.Corrupt, "The picture data comes before the frame header.");
            if (++scans > limits.MaxScans)
                throw new JpegException(JpegErrorKind.TooLarge, $"The file has more than the allowed {limits.MaxScans} scans.");
            var scan = JpegScan.Parse(frame, segment);
            if (scan.SpectralStart > 0)
            {
                // Other scans are skipped: the search for the next marker passes over their data.
                if (!scan.HoldsDetail || detail is not null)
                    return;
                detail = scan;
            }

            scan.TakeQuantisations(tables);
            (markers.Position, var isScanWhole) = scan.Read(file, markers.Position, restartInterval, tables);
            isWhole &= isScanWhole;
        }

        private JpegThumbnail Thumbnail(JpegFrame frame)
        {
            var (width, height) = (JpegFrame.CeilingDivide(frame.Width, 8), JpegFrame.CeilingDivide(frame.Height, 8));
            var model = JpegColors.ModelOf(frame, hasJfif, adobeTransform);
            var (luma, cb, cr) = JpegColors.Planes(frame, model, adobeTransform is not null, width, height);
            var first = frame.Components[0];
            var orientation = exif?.Orientation ?? Orientation.Normal;
            var (paddingLeft, paddingTop) = (
                orientation.MirrorsColumns() ? 8 * width - frame.Width : 0, orientation.MirrorsRows() ? 8 * height - frame.Height : 0);
            var swaps = orientation.SwapsSides();
            return new JpegThumbnail
            {
                Width = swaps ? height : width,
                Height = swaps ? width : height,
                PixelWidth = swaps ? frame.Height : frame.Width,
                PixelHeight = swaps ? frame.Width : frame.Height,
                PaddingLeft = swaps ? paddingTop : paddingLeft,
                PaddingTop = swaps ? paddingLeft : paddingTop,
                Luma = orientation.Apply(luma, width, height),
                Cb = cb is null ? null : orientation.Apply(cb, width, height),
                Cr = cr is null ? null : orientation.Apply(cr, width, height),
                LumaBlocks = first.BlocksWide * first.BlocksHigh,
                DetailBits = first.BitsHistogram(),
                FirstDetail = detail?.SpectralStart ?? 1,
                DetailShift = detail?.Shift ?? 0,
                LumaQuantisation = first.Quantisation!,
                IsProgressive = frame.IsProgressive,
                IsTruncated = !isWhole,
            };
        }
    }
}
