<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pl" sourcelanguage="en">
  <context>
    <name>ritocco</name>
    <message numerus="yes">
      <source>%n here</source>
      <translation>
        <numerusform>%n na miejscu</numerusform>
        <numerusform>%n na miejscu</numerusform>
        <numerusform>%n na miejscu</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n models</source>
      <translation>
        <numerusform>%n model</numerusform>
        <numerusform>%n modele</numerusform>
        <numerusform>%n modeli</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n pass(es)</source>
      <translation>
        <numerusform>%n przebieg</numerusform>
        <numerusform>%n przebiegi</numerusform>
        <numerusform>%n przebiegów</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n picture(s)</source>
      <translation>
        <numerusform>%n obraz</numerusform>
        <numerusform>%n obrazy</numerusform>
        <numerusform>%n obrazów</numerusform>
      </translation>
    </message>
    <message>
      <source>&amp;100 %</source>
      <translation>&amp;100 %</translation>
    </message>
    <message>
      <source>&amp;All</source>
      <translation>&amp;Wszystko</translation>
    </message>
    <message>
      <source>&amp;Close</source>
      <translation>&amp;Zamknij</translation>
    </message>
    <message>
      <source>&amp;Copy</source>
      <translation>&amp;Kopiuj</translation>
    </message>
    <message>
      <source>&amp;Duplicate</source>
      <translation>&amp;Powiel</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>&amp;Edycja</translation>
    </message>
    <message>
      <source>&amp;Export flattened…</source>
      <translation>&amp;Eksportuj spłaszczony…</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Plik</translation>
    </message>
    <message>
      <source>&amp;Fit the window</source>
      <translation>&amp;Dopasuj do okna</translation>
    </message>
    <message>
      <source>&amp;Invert</source>
      <translation>&amp;Odwróć</translation>
    </message>
    <message>
      <source>&amp;Layer</source>
      <translation>&amp;Warstwa</translation>
    </message>
    <message>
      <source>&amp;Lower</source>
      <translation>&amp;Niżej</translation>
    </message>
    <message>
      <source>&amp;Mask from selection</source>
      <translation>&amp;Maska z zaznaczenia</translation>
    </message>
    <message>
      <source>&amp;New layer</source>
      <translation>&amp;Nowa warstwa</translation>
    </message>
    <message>
      <source>&amp;New…</source>
      <translation>&amp;Nowy…</translation>
    </message>
    <message>
      <source>&amp;Next picture</source>
      <translation>&amp;Następny obraz</translation>
    </message>
    <message>
      <source>&amp;Nothing</source>
      <translation>&amp;Nic</translation>
    </message>
    <message>
      <source>&amp;Open…</source>
      <translation>&amp;Otwórz…</translation>
    </message>
    <message>
      <source>&amp;Paste as layer</source>
      <translation>&amp;Wklej jako warstwę</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>Za&amp;kończ</translation>
    </message>
    <message>
      <source>&amp;Raise</source>
      <translation>&amp;Wyżej</translation>
    </message>
    <message>
      <source>&amp;Redo</source>
      <translation>&amp;Ponów</translation>
    </message>
    <message>
      <source>&amp;Save</source>
      <translation>&amp;Zapisz</translation>
    </message>
    <message>
      <source>&amp;Select</source>
      <translation>Za&amp;znaczenie</translation>
    </message>
    <message>
      <source>&amp;Select from mask</source>
      <translation>&amp;Zaznacz z maski</translation>
    </message>
    <message>
      <source>&amp;Soften edge</source>
      <translation>&amp;Zmiękcz krawędź</translation>
    </message>
    <message>
      <source>&amp;Undo</source>
      <translation>&amp;Cofnij</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Widok</translation>
    </message>
    <message>
      <source>A .safetensors file, for instance. What it is is found out by itself.</source>
      <translation>Na przykład plik .safetensors. Czym jest, okaże się samo.</translation>
    </message>
    <message>
      <source>A larger copy of the picture, with detail, as a document of its own.</source>
      <translation>Większa kopia obrazu, ze szczegółami, jako osobny dokument.</translation>
    </message>
    <message>
      <source>A larger copy of the picture, with detail.</source>
      <translation>Większa kopia obrazu, ze szczegółami.</translation>
    </message>
    <message>
      <source>A link takes no room, but the file must stay where it is. A copy lies in Ritocco's folder and is yours to move.</source>
      <translation>Dowiązanie nie zajmuje miejsca, ale plik musi zostać tam, gdzie jest. Kopia leży w folderze Ritocco, a swój plik możesz przenosić.</translation>
    </message>
    <message>
      <source>A model that is a folder, or a folder full of models: each is taken in.</source>
      <translation>Model, który jest folderem, albo folder pełen modeli: dodany zostanie każdy.</translation>
    </message>
    <message>
      <source>A new picture of {size} px</source>
      <translation>Nowy obraz {size} px</translation>
    </message>
    <message>
      <source>A part of it is here</source>
      <translation>Część jest już tutaj</translation>
    </message>
    <message>
      <source>A quarter more on every side.</source>
      <translation>O jedną czwartą więcej z każdej strony.</translation>
    </message>
    <message>
      <source>A style sets model and knobs, and puts its words around yours. Choosing another one takes them off again.</source>
      <translation>Styl ustawia model i pokrętła, a jego słowa otaczają Twoje. Wybór innego stylu zdejmuje je z powrotem.</translation>
    </message>
    <message>
      <source>Above</source>
      <translation>Góra</translation>
    </message>
    <message>
      <source>Across</source>
      <translation>W poziomie</translation>
    </message>
    <message>
      <source>Add a file…</source>
      <translation>Dodaj plik…</translation>
    </message>
    <message>
      <source>Add a folder…</source>
      <translation>Dodaj folder…</translation>
    </message>
    <message>
      <source>Add canvas at the sides and paint on. What is there stays bit for bit.</source>
      <translation>Dodaje płótno po bokach i maluje dalej. To, co już jest, zostaje co do bitu.</translation>
    </message>
    <message>
      <source>Add detail with a model</source>
      <translation>Dodaj szczegóły modelem</translation>
    </message>
    <message>
      <source>Add mask</source>
      <translation>Dodaj maskę</translation>
    </message>
    <message>
      <source>Add to selection</source>
      <translation>Dodaj do zaznaczenia</translation>
    </message>
    <message>
      <source>Add to the selection (Shift)</source>
      <translation>Dodaj do zaznaczenia (Shift)</translation>
    </message>
    <message>
      <source>Additions to a model, of an older kind.</source>
      <translation>Dodatki do modelu, starszego rodzaju.</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Adres</translation>
    </message>
    <message>
      <source>After the upscaler a Stable Diffusion model paints the large picture over, tile by tile: skin, leaves, brush strokes that no upscaler knows. 20 to 40 % keeps what is there. Takes much longer.</source>
      <translation>Po powiększeniu model Stable Diffusion przemalowuje duży obraz kafelek po kafelku: skórę, liście, pociągnięcia pędzla, których nie zna żadna sieć powiększająca. Przy 20–40 % zostaje to, co jest. Trwa znacznie dłużej.</translation>
    </message>
    <message>
      <source>Again</source>
      <translation>Jeszcze raz</translation>
    </message>
    <message>
      <source>All</source>
      <translation>Wszystkie</translation>
    </message>
    <message>
      <source>All files</source>
      <translation>Wszystkie pliki</translation>
    </message>
    <message>
      <source>All of the above for SDXL, in one file.</source>
      <translation>Wszystkie powyższe dla SDXL, w jednym pliku.</translation>
    </message>
    <message>
      <source>All sides back to nothing.</source>
      <translation>Zeruje wszystkie boki.</translation>
    </message>
    <message>
      <source>Also models that are not here yet.</source>
      <translation>Także modele, których tu jeszcze nie ma.</translation>
    </message>
    <message>
      <source>An axis has at most {most} values; these are {count}.</source>
      <translation>Oś ma najwyżej {most} wartości; tu jest ich {count}.</translation>
    </message>
    <message>
      <source>Another</source>
      <translation>Inny</translation>
    </message>
    <message>
      <source>Another file lies where this model belongs.</source>
      <translation>Tam, gdzie ma być ten model, leży inny plik.</translation>
    </message>
    <message>
      <source>Another: the next best of the {count} found for this place.</source>
      <translation>Inny: następny co do jakości z {count} znalezionych dla tego miejsca.</translation>
    </message>
    <message>
      <source>Apply</source>
      <translation>Zastosuj</translation>
    </message>
    <message>
      <source>Applying…</source>
      <translation>Stosowanie…</translation>
    </message>
    <message>
      <source>As the editor</source>
      <translation>Jak w edytorze</translation>
    </message>
    <message>
      <source>Ask for its size</source>
      <translation>Zapytaj o rozmiar</translation>
    </message>
    <message>
      <source>Asking how large {name} is</source>
      <translation>Pytanie o rozmiar: {name}</translation>
    </message>
    <message>
      <source>Asks the backend which models are here now.</source>
      <translation>Pyta silnik, jakie modele są tu teraz.</translation>
    </message>
    <message>
      <source>Asks the model's source on the network; nothing is downloaded.</source>
      <translation>Pyta źródło modelu przez sieć; nic nie jest pobierane.</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>Automatycznie</translation>
    </message>
    <message>
      <source>Automatic ({model})</source>
      <translation>Automatycznie ({model})</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Wstecz</translation>
    </message>
    <message>
      <source>Backend</source>
      <translation>Silnik</translation>
    </message>
    <message>
      <source>Background</source>
      <translation>Tło</translation>
    </message>
    <message>
      <source>Begin with {model}.</source>
      <translation>Zacznij od: {model}.</translation>
    </message>
    <message>
      <source>Below</source>
      <translation>Dół</translation>
    </message>
    <message>
      <source>Blend band</source>
      <translation>Pas przejścia</translation>
    </message>
    <message>
      <source>Blending</source>
      <translation>Wtapianie</translation>
    </message>
    <message>
      <source>Bring back</source>
      <translation>Przywróć</translation>
    </message>
    <message>
      <source>Brush</source>
      <translation>Pędzel</translation>
    </message>
    <message>
      <source>Brush stroke</source>
      <translation>Pociągnięcie pędzla</translation>
    </message>
    <message>
      <source>C&amp;lear</source>
      <translation>Wy&amp;czyść</translation>
    </message>
    <message>
      <source>CFG</source>
      <translation>CFG</translation>
    </message>
    <message>
      <source>CFG rescale</source>
      <translation>Korekta CFG</translation>
    </message>
    <message>
      <source>CFG: how strictly words are followed</source>
      <translation>CFG: jak ściśle brane są słowa</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Anuluj</translation>
    </message>
    <message>
      <source>Cancel all</source>
      <translation>Anuluj wszystko</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Anulowano</translation>
    </message>
    <message>
      <source>Cancelling</source>
      <translation>Anulowanie</translation>
    </message>
    <message>
      <source>Canvas</source>
      <translation>Płótno</translation>
    </message>
    <message>
      <source>Canvas {size} px</source>
      <translation>Płótno {size} px</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>Sprawdź</translation>
    </message>
    <message>
      <source>Checking</source>
      <translation>Sprawdzanie</translation>
    </message>
    <message>
      <source>Checking {name}</source>
      <translation>Sprawdzanie: {name}</translation>
    </message>
    <message>
      <source>Checkpoints, upscalers and other models of yours: choose them, or drop them here.</source>
      <translation>Twoje checkpointy, sieci powiększające i inne modele: wskaż je albo upuść tutaj.</translation>
    </message>
    <message>
      <source>Choose Ritocco's folder</source>
      <translation>Wskaż folder Ritocco</translation>
    </message>
    <message>
      <source>Choose Ritocco's folder…</source>
      <translation>Wskaż folder Ritocco…</translation>
    </message>
    <message>
      <source>Choose two different knobs.</source>
      <translation>Wybierz dwa różne pokrętła.</translation>
    </message>
    <message>
      <source>Cleaner faces and small detail from Stable Diffusion 1 models; fits 2 as well.</source>
      <translation>Czystsze twarze i drobne szczegóły z modeli Stable Diffusion 1; pasuje też do 2.</translation>
    </message>
    <message>
      <source>Clear</source>
      <translation>Wyczyść</translation>
    </message>
    <message>
      <source>Clip skip</source>
      <translation>Clip skip</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Zamknij</translation>
    </message>
    <message>
      <source>Close this message</source>
      <translation>Zamknij tę wiadomość</translation>
    </message>
    <message>
      <source>Close this picture (Ctrl+W)</source>
      <translation>Zamknij ten obraz (Ctrl+W)</translation>
    </message>
    <message>
      <source>Close without saving</source>
      <translation>Zamknij bez zapisywania</translation>
    </message>
    <message>
      <source>Colour</source>
      <translation>Kolor</translation>
    </message>
    <message>
      <source>Colour of the brush (Ctrl+click on the picture picks one)</source>
      <translation>Kolor pędzla (Ctrl+kliknięcie na obrazie pobiera kolor)</translation>
    </message>
    <message>
      <source>Colours burn and details break. Rarely wanted.</source>
      <translation>Kolory się przepalają, szczegóły rozpadają. Rzadko tego trzeba.</translation>
    </message>
    <message>
      <source>Command that installs Ritocco</source>
      <translation>Polecenie, które instaluje Ritocco</translation>
    </message>
    <message>
      <source>Comparing {one} with {other}</source>
      <translation>Porównywanie {one} z {other}</translation>
    </message>
    <message>
      <source>Connect</source>
      <translation>Połącz</translation>
    </message>
    <message>
      <source>Connection</source>
      <translation>Połączenie</translation>
    </message>
    <message>
      <source>Connection…</source>
      <translation>Połączenie…</translation>
    </message>
    <message>
      <source>Contact sheet</source>
      <translation>Arkusz stykowy</translation>
    </message>
    <message>
      <source>Content-aware fill</source>
      <translation>Wypełnij z otoczenia</translation>
    </message>
    <message>
      <source>ControlNets</source>
      <translation>ControlNety</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>Skopiowano</translation>
    </message>
    <message>
      <source>Copies all that made this picture as text; `ritocco` and its API take it (Ctrl+C).</source>
      <translation>Kopiuje jako tekst wszystko, z czego powstał ten obraz; przyjmą to `ritocco` i jego API (Ctrl+C).</translation>
    </message>
    <message>
      <source>Copies it as one picture with its labels.</source>
      <translation>Kopiuje go jako jeden obraz z podpisami.</translation>
    </message>
    <message>
      <source>Copies what a bug report needs, without your folders, names or prompts.</source>
      <translation>Kopiuje to, czego trzeba do zgłoszenia błędu, bez Twoich folderów, nazw i promptów.</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopiuj</translation>
    </message>
    <message>
      <source>Copy details</source>
      <translation>Kopiuj szczegóły</translation>
    </message>
    <message>
      <source>Copy for a bug report</source>
      <translation>Kopiuj do zgłoszenia błędu</translation>
    </message>
    <message>
      <source>Copy instead of linking</source>
      <translation>Kopiuj zamiast dowiązywać</translation>
    </message>
    <message>
      <source>Copy recipe</source>
      <translation>Kopiuj przepis</translation>
    </message>
    <message>
      <source>Copy the sheet</source>
      <translation>Kopiuj arkusz</translation>
    </message>
    <message>
      <source>Copy this style as text</source>
      <translation>Kopiuj ten styl jako tekst</translation>
    </message>
    <message>
      <source>Copying {name}</source>
      <translation>Kopiowanie: {name}</translation>
    </message>
    <message>
      <source>Ctrl+Up and Ctrl+Down make the word at the caret count more or less. Alt+Up and Alt+Down bring back earlier prompts. Ctrl+Enter begins.</source>
      <translation>Ctrl+góra i Ctrl+dół zmieniają wagę słowa przy kursorze. Alt+góra i Alt+dół przywołują wcześniejsze prompty. Ctrl+Enter zaczyna.</translation>
    </message>
    <message>
      <source>D&amp;elete</source>
      <translation>&amp;Usuń</translation>
    </message>
    <message>
      <source>Delete layer</source>
      <translation>Usuń warstwę</translation>
    </message>
    <message>
      <source>Delete mas&amp;k</source>
      <translation>Usuń mas&amp;kę</translation>
    </message>
    <message>
      <source>Delete mask</source>
      <translation>Usuń maskę</translation>
    </message>
    <message>
      <source>Delete this style</source>
      <translation>Usuń ten styl</translation>
    </message>
    <message>
      <source>Deletes its files in Ritocco's folder. It can be downloaded again.</source>
      <translation>Usuwa jego pliki z folderu Ritocco. Można go pobrać ponownie.</translation>
    </message>
    <message>
      <source>Depth</source>
      <translation>Głębia</translation>
    </message>
    <message>
      <source>Diameter of the brush: [ and ], or Shift+wheel</source>
      <translation>Średnica pędzla: [ i ] albo Shift+kółko</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Odrzuć</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Gotowe</translation>
    </message>
    <message>
      <source>Double-click to rename, drag to move</source>
      <translation>Kliknij dwukrotnie, by zmienić nazwę; przeciągnij, by przenieść</translation>
    </message>
    <message>
      <source>Down</source>
      <translation>W pionie</translation>
    </message>
    <message>
      <source>Download</source>
      <translation>Pobierz</translation>
    </message>
    <message>
      <source>Download ({size})</source>
      <translation>Pobierz ({size})</translation>
    </message>
    <message>
      <source>Download again</source>
      <translation>Pobierz ponownie</translation>
    </message>
    <message>
      <source>Download again ({size})</source>
      <translation>Pobierz ponownie ({size})</translation>
    </message>
    <message>
      <source>Downloading</source>
      <translation>Pobieranie</translation>
    </message>
    <message>
      <source>Downloading {file} from {source}</source>
      <translation>Pobieranie {file} z {source}</translation>
    </message>
    <message>
      <source>Downloads it into Ritocco's folder. It can be stopped at any time and goes on where it was; you can paint meanwhile.</source>
      <translation>Pobiera go do folderu Ritocco. Można w każdej chwili przerwać i wznowić od tego miejsca; tymczasem możesz malować.</translation>
    </message>
    <message>
      <source>Drag a rectangle. Shift adds, Alt takes away, Ctrl makes it square.</source>
      <translation>Przeciągnij prostokąt. Shift dodaje, Alt odejmuje, Ctrl robi kwadrat.</translation>
    </message>
    <message>
      <source>Drag an ellipse. Shift adds, Alt takes away, Ctrl makes it a circle.</source>
      <translation>Przeciągnij elipsę. Shift dodaje, Alt odejmuje, Ctrl robi koło.</translation>
    </message>
    <message>
      <source>Drag the picture. Space or the middle button do so with any tool.</source>
      <translation>Przesuwaj obraz. Spacja lub środkowy przycisk działają z każdym narzędziem.</translation>
    </message>
    <message>
      <source>Draw around what you want. Shift adds, Alt takes away.</source>
      <translation>Obrysuj to, o co chodzi. Shift dodaje, Alt odejmuje.</translation>
    </message>
    <message>
      <source>Draws the window the engine will look at over the canvas. Nothing is painted.</source>
      <translation>Rysuje nad płótnem okno, na które spojrzy silnik. Niczego nie maluje.</translation>
    </message>
    <message>
      <source>Drop a picture here</source>
      <translation>Upuść obraz tutaj</translation>
    </message>
    <message>
      <source>Duplicate layer</source>
      <translation>Powiel warstwę</translation>
    </message>
    <message>
      <source>Each picture gets another seed. Press to keep the last one, and change only what you turn.</source>
      <translation>Każdy obraz dostaje inne ziarno. Naciśnij, by zachować ostatnie i zmieniać tylko to, czym kręcisz.</translation>
    </message>
    <message>
      <source>Earlier prompts</source>
      <translation>Wcześniejsze prompty</translation>
    </message>
    <message>
      <source>Easel ended unexpectedly. Unsaved: {names}.</source>
      <translation>Easel zakończył się niespodziewanie. Niezapisane: {names}.</translation>
    </message>
    <message>
      <source>Edge and content</source>
      <translation>Krawędź i treść</translation>
    </message>
    <message>
      <source>Embeddings</source>
      <translation>Embeddingi</translation>
    </message>
    <message>
      <source>End the name in one of {list}.</source>
      <translation>Zakończ nazwę jednym z: {list}.</translation>
    </message>
    <message>
      <source>Enlarging</source>
      <translation>Powiększanie</translation>
    </message>
    <message>
      <source>Enough to judge composition and colour.</source>
      <translation>Wystarczy, by ocenić kompozycję i kolor.</translation>
    </message>
    <message>
      <source>Erase</source>
      <translation>Wymaż</translation>
    </message>
    <message>
      <source>Eraser</source>
      <translation>Gumka</translation>
    </message>
    <message>
      <source>Eraser (E)</source>
      <translation>Gumka (E)</translation>
    </message>
    <message>
      <source>Export flattened</source>
      <translation>Eksport spłaszczonego</translation>
    </message>
    <message>
      <source>Extend</source>
      <translation>Rozszerz</translation>
    </message>
    <message>
      <source>Extend the canvas</source>
      <translation>Rozszerz płótno</translation>
    </message>
    <message>
      <source>Extend to {size}</source>
      <translation>Rozszerz do {size}</translation>
    </message>
    <message>
      <source>F&amp;ull screen</source>
      <translation>P&amp;ełny ekran</translation>
    </message>
    <message>
      <source>Faces</source>
      <translation>Twarze</translation>
    </message>
    <message>
      <source>Factor</source>
      <translation>Skala</translation>
    </message>
    <message>
      <source>Feather inside</source>
      <translation>Miękki brzeg</translation>
    </message>
    <message>
      <source>Files of this kind cannot hold this picture. Choose another kind.</source>
      <translation>Pliki tego rodzaju nie pomieszczą tego obrazu. Wybierz inny rodzaj.</translation>
    </message>
    <message>
      <source>Fill</source>
      <translation>Wypełnij</translation>
    </message>
    <message>
      <source>Fill and Extend as your words say; Refine and Generate.</source>
      <translation>Wypełnianie i rozszerzanie według Twoich słów; dopracowywanie i generowanie.</translation>
    </message>
    <message>
      <source>Fill the selection</source>
      <translation>Wypełnij zaznaczenie</translation>
    </message>
    <message>
      <source>Fill, remove, extend</source>
      <translation>Wypełnianie, usuwanie, rozszerzanie</translation>
    </message>
    <message>
      <source>Fillers</source>
      <translation>Sieci wypełniające</translation>
    </message>
    <message>
      <source>Finished. Click it to see it on the canvas, double-click to make it a layer.</source>
      <translation>Gotowe. Kliknij, aby zobaczyć wynik na płótnie; kliknij dwukrotnie, aby zrobić z niego warstwę.</translation>
    </message>
    <message>
      <source>Fit the &amp;width</source>
      <translation>Dopasuj &amp;szerokość</translation>
    </message>
    <message>
      <source>Fits colour, contrast and grain of the new part to what surrounds it.</source>
      <translation>Dopasowuje kolor, kontrast i szum nowej części do otoczenia.</translation>
    </message>
    <message>
      <source>Fitting pieces</source>
      <translation>Dopasowywanie fragmentów</translation>
    </message>
    <message>
      <source>For fine texture; takes longer.</source>
      <translation>Dla drobnej faktury; trwa dłużej.</translation>
    </message>
    <message>
      <source>Free for all uses.</source>
      <translation>Wolny do wszelkich zastosowań.</translation>
    </message>
    <message>
      <source>From your disk</source>
      <translation>Z Twojego dysku</translation>
    </message>
    <message>
      <source>From: {source}</source>
      <translation>Skąd: {source}</translation>
    </message>
    <message>
      <source>Generate</source>
      <translation>Wygeneruj</translation>
    </message>
    <message>
      <source>Generate a picture</source>
      <translation>Wygeneruj obraz</translation>
    </message>
    <message>
      <source>Get it ({size})…</source>
      <translation>Pobierz ({size})…</translation>
    </message>
    <message>
      <source>Get it…</source>
      <translation>Pobierz…</translation>
    </message>
    <message>
      <source>Get one…</source>
      <translation>Zdobądź…</translation>
    </message>
    <message>
      <source>Get {model}</source>
      <translation>Pobierz: {model}</translation>
    </message>
    <message>
      <source>Get {model} ({size})…</source>
      <translation>Pobierz: {model} ({size})…</translation>
    </message>
    <message>
      <source>Get {model}…</source>
      <translation>Pobierz: {model}…</translation>
    </message>
    <message>
      <source>Get…</source>
      <translation>Pobierz…</translation>
    </message>
    <message>
      <source>Give at least one value for each side of the grid.</source>
      <translation>Podaj co najmniej jedną wartość dla każdego boku siatki.</translation>
    </message>
    <message>
      <source>Go on ({size} left)</source>
      <translation>Wznów (zostało {size})</translation>
    </message>
    <message>
      <source>Graphics memory: {memory} or more</source>
      <translation>Pamięć karty graficznej: co najmniej {memory}</translation>
    </message>
    <message>
      <source>Grey</source>
      <translation>Szary</translation>
    </message>
    <message>
      <source>Grid of variants</source>
      <translation>Siatka wariantów</translation>
    </message>
    <message>
      <source>Grow</source>
      <translation>Poszerz</translation>
    </message>
    <message>
      <source>Hardness</source>
      <translation>Twardość</translation>
    </message>
    <message>
      <source>Height</source>
      <translation>Wysokość</translation>
    </message>
    <message>
      <source>Here</source>
      <translation>Tutaj</translation>
    </message>
    <message>
      <source>Hide layer</source>
      <translation>Ukryj warstwę</translation>
    </message>
    <message>
      <source>How many pictures one press makes, with seeds in a row.</source>
      <translation>Ile obrazów powstaje po jednym naciśnięciu, z kolejnymi ziarnami.</translation>
    </message>
    <message>
      <source>How much is painted anew: 100 % forgets what is there, 30 % only touches it up.</source>
      <translation>Ile zostanie namalowane na nowo: 100 % zapomina o tym, co jest, 30 % tylko poprawia.</translation>
    </message>
    <message>
      <source>How much of the brush is at full strength</source>
      <translation>Jaka część pędzla działa z pełną siłą</translation>
    </message>
    <message>
      <source>How noise turns into a picture. Euler a is varied, DPM++ 2M is clean in few steps.</source>
      <translation>Jak szum zamienia się w obraz. Euler a jest różnorodny, DPM++ 2M czysty już po kilku krokach.</translation>
    </message>
    <message>
      <source>How opaque a stroke is</source>
      <translation>Jak kryjące jest pociągnięcie</translation>
    </message>
    <message>
      <source>How opaque the active layer is</source>
      <translation>Jak kryjąca jest aktywna warstwa</translation>
    </message>
    <message>
      <source>How strictly the words are followed: low is free, high is harsh.</source>
      <translation>Jak ściśle brane są słowa: mało to swoboda, dużo to ostrość.</translation>
    </message>
    <message>
      <source>How the new part meets the old, and what it starts from.</source>
      <translation>Jak nowa część styka się ze starą i od czego się zaczyna.</translation>
    </message>
    <message>
      <source>How the steps are spread over the noise. Its own is what the sampler was made for.</source>
      <translation>Jak kroki rozkładają się na szum. Własny to ten, do którego sampler powstał.</translation>
    </message>
    <message>
      <source>Hypernetworks</source>
      <translation>Hipersieci</translation>
    </message>
    <message>
      <source>I accept this licence</source>
      <translation>Akceptuję tę licencję</translation>
    </message>
    <message>
      <source>In Krita, undo takes an extension back in two steps: layer, then canvas.</source>
      <translation>W Kricie rozszerzenie cofa się w dwóch krokach: najpierw warstwa, potem płótno.</translation>
    </message>
    <message>
      <source>Inpainting with any Stable Diffusion 1 model, even one not made for it.</source>
      <translation>Wypełnianie dowolnym modelem Stable Diffusion 1, także nieprzystosowanym do tego.</translation>
    </message>
    <message>
      <source>Install now</source>
      <translation>Zainstaluj teraz</translation>
    </message>
    <message>
      <source>Intersect selection</source>
      <translation>Część wspólna zaznaczeń</translation>
    </message>
    <message>
      <source>Invert selection</source>
      <translation>Odwróć zaznaczenie</translation>
    </message>
    <message>
      <source>It is being saved already.</source>
      <translation>Zapisywanie już trwa.</translation>
    </message>
    <message>
      <source>It takes some minutes and fetches about 1 GB, up to 5 GB for some graphics cards.</source>
      <translation>Potrwa to kilka minut i pobierze około 1 GB, a dla niektórych kart graficznych do 5 GB.</translation>
    </message>
    <message>
      <source>Its address could not be tried when this version was made.</source>
      <translation>Przy tworzeniu tej wersji nie dało się wypróbować jego adresu.</translation>
    </message>
    <message>
      <source>Its licence is shown first; nothing is downloaded before.</source>
      <translation>Najpierw zobaczysz licencję; wcześniej nic nie jest pobierane.</translation>
    </message>
    <message>
      <source>Its makers license it freely, yet it learnt from faces licensed for non-commercial use (FFHQ).</source>
      <translation>Twórcy udostępniają go swobodnie, lecz uczył się na twarzach z licencją niekomercyjną (FFHQ).</translation>
    </message>
    <message>
      <source>Its own</source>
      <translation>Własny</translation>
    </message>
    <message>
      <source>Its own ({schedule})</source>
      <translation>Własny ({schedule})</translation>
    </message>
    <message>
      <source>Its terms could not be read when this list was made. Read its page before you sell work.</source>
      <translation>Gdy powstawała ta lista, nie dało się odczytać warunków. Przeczytaj jego stronę, zanim sprzedasz pracę.</translation>
    </message>
    <message>
      <source>Joining pieces</source>
      <translation>Łączenie fragmentów</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Zostaw</translation>
    </message>
    <message>
      <source>Keep this seed</source>
      <translation>Zachowaj to ziarno</translation>
    </message>
    <message>
      <source>Keep what is in both (Shift+Alt)</source>
      <translation>Zachowaj część wspólną (Shift+Alt)</translation>
    </message>
    <message>
      <source>Keeping how people stand and move.</source>
      <translation>Zachowuje pozy i ruch postaci.</translation>
    </message>
    <message>
      <source>Keeping the edges of a picture while all else changes.</source>
      <translation>Zachowuje krawędzie obrazu, gdy wszystko inne się zmienia.</translation>
    </message>
    <message>
      <source>Keeping what is near and what is far.</source>
      <translation>Zachowuje to, co bliskie, i to, co dalekie.</translation>
    </message>
    <message>
      <source>Krita could not make a picture of {size}.</source>
      <translation>Krita nie mogła utworzyć obrazu {size}.</translation>
    </message>
    <message>
      <source>Krita did not take the layer.</source>
      <translation>Krita nie przyjęła warstwy.</translation>
    </message>
    <message>
      <source>Krita does not have the colour profile “{name}”.</source>
      <translation>Krita nie ma profilu kolorów „{name}”.</translation>
    </message>
    <message>
      <source>Krita has not seen this colour profile since it was started.</source>
      <translation>Krita nie widziała tego profilu kolorów, odkąd ją uruchomiono.</translation>
    </message>
    <message>
      <source>Landscapes and interiors at 768 pixels; weaker with people and styles.</source>
      <translation>Krajobrazy i wnętrza w 768 pikselach; słabszy w ludziach i stylach.</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Język</translation>
    </message>
    <message>
      <source>Language, connection, the backend's log, and the folders of styles and models.</source>
      <translation>Język, połączenie, dziennik silnika oraz foldery stylów i modeli.</translation>
    </message>
    <message>
      <source>Larger brush</source>
      <translation>Większy pędzel</translation>
    </message>
    <message>
      <source>Lasso</source>
      <translation>Lasso</translation>
    </message>
    <message>
      <source>Layer opacity</source>
      <translation>Krycie warstwy</translation>
    </message>
    <message>
      <source>Layered picture</source>
      <translation>Obraz z warstwami</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>Warstwy</translation>
    </message>
    <message>
      <source>Left</source>
      <translation>Lewo</translation>
    </message>
    <message>
      <source>Less weight</source>
      <translation>Mniejsza waga</translation>
    </message>
    <message>
      <source>Lets the result fade out this far beyond the selection. These pixels change too, so it is off until you ask for it.</source>
      <translation>Pozwala wynikowi zanikać tak daleko poza zaznaczeniem. Te piksele też się zmienią, więc domyślnie jest wyłączony.</translation>
    </message>
    <message>
      <source>Lets this result go for good; a layer made of it stays. Press twice (Delete).</source>
      <translation>Pozbywa się tego wyniku na dobre; warstwa z niego zostaje. Naciśnij dwa razy (Delete).</translation>
    </message>
    <message>
      <source>Licence: {licence}</source>
      <translation>Licencja: {licence}</translation>
    </message>
    <message>
      <source>Licence: {licence} (you accepted it)</source>
      <translation>Licencja: {licence} (zaakceptowana)</translation>
    </message>
    <message>
      <source>Line art and flat colour, four times as large. Comes with Ritocco.</source>
      <translation>Rysunek i płaskie kolory, czterokrotnie większe. Dostarczany z Ritocco.</translation>
    </message>
    <message>
      <source>Line art in a hurry: ten times faster. Comes with Ritocco.</source>
      <translation>Rysunek w pośpiechu: dziesięć razy szybciej. Dostarczany z Ritocco.</translation>
    </message>
    <message>
      <source>LoRAs</source>
      <translation>LoRA</translation>
    </message>
    <message>
      <source>Loading {name}</source>
      <translation>Wczytywanie: {name}</translation>
    </message>
    <message>
      <source>Log of the backend</source>
      <translation>Dziennik silnika</translation>
    </message>
    <message>
      <source>Look again</source>
      <translation>Sprawdź ponownie</translation>
    </message>
    <message>
      <source>Looking at each face</source>
      <translation>Oglądanie każdej twarzy</translation>
    </message>
    <message>
      <source>Looking at the file</source>
      <translation>Sprawdzam plik</translation>
    </message>
    <message>
      <source>Looking at the picture</source>
      <translation>Oglądanie obrazu</translation>
    </message>
    <message>
      <source>Looking at the result</source>
      <translation>Badanie wyniku</translation>
    </message>
    <message>
      <source>Looking at the surroundings</source>
      <translation>Badanie otoczenia</translation>
    </message>
    <message>
      <source>Looking at what is here…</source>
      <translation>Sprawdzam, co jest na miejscu…</translation>
    </message>
    <message>
      <source>Looking for faces</source>
      <translation>Szukanie twarzy</translation>
    </message>
    <message>
      <source>Looking for repetition</source>
      <translation>Szukanie powtórzeń</translation>
    </message>
    <message>
      <source>Looking into {name}</source>
      <translation>Zaglądanie do {name}</translation>
    </message>
    <message>
      <source>Lower layer</source>
      <translation>Przenieś warstwę niżej</translation>
    </message>
    <message numerus="yes">
      <source>Make a grid of %n picture(s)</source>
      <translation>
        <numerusform>Zrób siatkę z %n obrazu</numerusform>
        <numerusform>Zrób siatkę z %n obrazów</numerusform>
        <numerusform>Zrób siatkę z %n obrazów</numerusform>
      </translation>
    </message>
    <message>
      <source>Make the grid</source>
      <translation>Zrób siatkę</translation>
    </message>
    <message>
      <source>Makes it one layer of the document, in one undo step (Enter).</source>
      <translation>Robi z niego jedną warstwę dokumentu, w jednym kroku cofania (Enter).</translation>
    </message>
    <message>
      <source>Making the layer</source>
      <translation>Tworzenie warstwy</translation>
    </message>
    <message>
      <source>Mask from selection</source>
      <translation>Maska z zaznaczenia</translation>
    </message>
    <message>
      <source>Mask: show only what is selected</source>
      <translation>Maska: pokaż tylko zaznaczenie</translation>
    </message>
    <message>
      <source>Match colour and grain</source>
      <translation>Dopasuj kolor i szum</translation>
    </message>
    <message>
      <source>Mend small or broken faces in what is selected, or everywhere.</source>
      <translation>Naprawia małe lub zniekształcone twarze w zaznaczeniu albo wszędzie.</translation>
    </message>
    <message>
      <source>Mends small or broken faces.</source>
      <translation>Naprawia małe albo zepsute twarze.</translation>
    </message>
    <message>
      <source>Mixes a little of another seed in: the same idea, slightly different.</source>
      <translation>Domieszka innego ziarna: ten sam pomysł, trochę inaczej.</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Model</translation>
    </message>
    <message>
      <source>Model and sampling</source>
      <translation>Model i próbkowanie</translation>
    </message>
    <message>
      <source>Model size</source>
      <translation>Rozmiar</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modele</translation>
    </message>
    <message>
      <source>Models are being downloaded. A click shows them.</source>
      <translation>Trwa pobieranie modeli. Kliknięcie je pokaże.</translation>
    </message>
    <message>
      <source>Models that paint</source>
      <translation>Modele, które malują</translation>
    </message>
    <message>
      <source>Models…</source>
      <translation>Modele…</translation>
    </message>
    <message>
      <source>More steps take longer and show finer texture; beyond 40 little changes.</source>
      <translation>Więcej kroków trwa dłużej i daje drobniejszą fakturę; powyżej 40 niewiele się zmienia.</translation>
    </message>
    <message>
      <source>More weight</source>
      <translation>Większa waga</translation>
    </message>
    <message>
      <source>Move layer</source>
      <translation>Przenieś warstwę</translation>
    </message>
    <message>
      <source>Move the view</source>
      <translation>Przesuń widok</translation>
    </message>
    <message>
      <source>Name of the style</source>
      <translation>Nazwa stylu</translation>
    </message>
    <message>
      <source>Negative prompt</source>
      <translation>Prompt negatywny</translation>
    </message>
    <message>
      <source>Negative prompt: what the picture is steered away from. A few words are enough.</source>
      <translation>Prompt negatywny: od czego obraz ma się trzymać z daleka. Wystarczy kilka słów.</translation>
    </message>
    <message>
      <source>Network</source>
      <translation>Sieć</translation>
    </message>
    <message>
      <source>Networks that enlarge pictures, with detail.</source>
      <translation>Sieci, które powiększają obrazy ze szczegółami.</translation>
    </message>
    <message>
      <source>Networks that fill without words.</source>
      <translation>Sieci, które wypełniają bez słów.</translation>
    </message>
    <message>
      <source>Networks that repair faces.</source>
      <translation>Sieci, które naprawiają twarze.</translation>
    </message>
    <message>
      <source>New canvas: {size} pixels</source>
      <translation>Nowe płótno: {size} pikseli</translation>
    </message>
    <message>
      <source>New detail in a large picture, true to what is there.</source>
      <translation>Nowe szczegóły w dużym obrazie, wierne temu, co na nim jest.</translation>
    </message>
    <message>
      <source>New layer</source>
      <translation>Nowa warstwa</translation>
    </message>
    <message>
      <source>New layer to sketch on</source>
      <translation>Nowa warstwa na szkic</translation>
    </message>
    <message>
      <source>New picture</source>
      <translation>Nowy obraz</translation>
    </message>
    <message>
      <source>New selection in place of the old</source>
      <translation>Nowe zaznaczenie w miejsce starego</translation>
    </message>
    <message>
      <source>New words for a prompt.</source>
      <translation>Nowe słowa do promptu.</translation>
    </message>
    <message>
      <source>New…</source>
      <translation>Nowy…</translation>
    </message>
    <message>
      <source>No backend is installed</source>
      <translation>Silnik nie jest zainstalowany</translation>
    </message>
    <message>
      <source>No layer is active; click one in the Layers dock.</source>
      <translation>Żadna warstwa nie jest aktywna; kliknij którąś w doku Warstwy.</translation>
    </message>
    <message>
      <source>No model yet: content-aware fill only. With a Stable Diffusion model Ritocco paints what your words say.</source>
      <translation>Nie ma jeszcze modelu: wypełnianie tylko z otoczenia. Z modelem Stable Diffusion Ritocco namaluje to, co napiszesz.</translation>
    </message>
    <message>
      <source>No prompts yet</source>
      <translation>Nie ma jeszcze promptów</translation>
    </message>
    <message>
      <source>No style</source>
      <translation>Bez stylu</translation>
    </message>
    <message>
      <source>Nothing is selected: the shape lies outside the canvas.</source>
      <translation>Nic nie zaznaczono: kształt leży poza płótnem.</translation>
    </message>
    <message>
      <source>Number of pictures</source>
      <translation>Liczba obrazów</translation>
    </message>
    <message>
      <source>Of a backend on another computer, with http:// or https://. Empty: on this one.</source>
      <translation>Silnika na innym komputerze, z http:// lub https://. Puste: na tym.</translation>
    </message>
    <message>
      <source>One picture for each combination, all with one seed. They are results like any other, and the sheet shows them side by side.</source>
      <translation>Jeden obraz dla każdej kombinacji, wszystkie z jednym ziarnem. To wyniki jak każde inne, a arkusz pokazuje je obok siebie.</translation>
    </message>
    <message>
      <source>Only models on this computer.</source>
      <translation>Tylko modele na tym komputerze.</translation>
    </message>
    <message>
      <source>Opacity</source>
      <translation>Krycie</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Otwórz</translation>
    </message>
    <message>
      <source>Open &amp;recent</source>
      <translation>Otwórz &amp;ostatnie</translation>
    </message>
    <message>
      <source>Open a picture</source>
      <translation>Otwórz obraz</translation>
    </message>
    <message>
      <source>Open as a picture</source>
      <translation>Otwórz jako obraz</translation>
    </message>
    <message>
      <source>Open the folder of models</source>
      <translation>Otwórz folder modeli</translation>
    </message>
    <message>
      <source>Open the folder of styles</source>
      <translation>Otwórz folder stylów</translation>
    </message>
    <message>
      <source>Opening {name}…</source>
      <translation>Otwieranie {name}…</translation>
    </message>
    <message>
      <source>Open…</source>
      <translation>Otwórz…</translation>
    </message>
    <message>
      <source>Otherwise it is transparent</source>
      <translation>W przeciwnym razie jest przezroczyste</translation>
    </message>
    <message>
      <source>Paint from words</source>
      <translation>Malowanie ze słów</translation>
    </message>
    <message>
      <source>Paint on the active layer. E switches the eraser, Ctrl+click picks a colour.</source>
      <translation>Maluj na aktywnej warstwie. E włącza gumkę, Ctrl+kliknięcie pobiera kolor.</translation>
    </message>
    <message>
      <source>Paint on the layer</source>
      <translation>Maluj na warstwie</translation>
    </message>
    <message>
      <source>Paint on the mask: white shows, black hides. Shift+click switches it off and on.</source>
      <translation>Maluj na masce: biel odsłania, czerń zakrywa. Shift+kliknięcie wyłącza ją i włącza.</translation>
    </message>
    <message>
      <source>Paint over what you want. Alt takes away. [ and ] change the size.</source>
      <translation>Zamaluj to, o co chodzi. Alt odejmuje. [ i ] zmieniają rozmiar.</translation>
    </message>
    <message>
      <source>Paint the whole canvas from your words alone.</source>
      <translation>Maluje całe płótno z samych słów.</translation>
    </message>
    <message>
      <source>Paint what is selected anew, as your words say.</source>
      <translation>Maluje zaznaczenie na nowo, tak jak mówią Twoje słowa.</translation>
    </message>
    <message>
      <source>Paint with it</source>
      <translation>Maluj nim</translation>
    </message>
    <message>
      <source>Painting and refining at 1024 pixels; more detail, more memory.</source>
      <translation>Malowanie i dopracowywanie w 1024 pikselach; więcej szczegółów, więcej pamięci.</translation>
    </message>
    <message>
      <source>Painting under your line drawing.</source>
      <translation>Maluje pod Twoim rysunkiem.</translation>
    </message>
    <message>
      <source>Paste</source>
      <translation>Wklej</translation>
    </message>
    <message>
      <source>Paste a style</source>
      <translation>Wklej styl</translation>
    </message>
    <message>
      <source>Pasted</source>
      <translation>Wklejone</translation>
    </message>
    <message>
      <source>Photographs and paintings, four times as large. Comes with Ritocco.</source>
      <translation>Zdjęcia i obrazy, czterokrotnie większe. Dostarczany z Ritocco.</translation>
    </message>
    <message>
      <source>Photographs in a hurry; smoother than x4plus.</source>
      <translation>Zdjęcia w pośpiechu; gładsze niż x4plus.</translation>
    </message>
    <message>
      <source>Photographs, twice as large: gentler than x4.</source>
      <translation>Zdjęcia, dwukrotnie większe: łagodniej niż x4.</translation>
    </message>
    <message>
      <source>Pictures</source>
      <translation>Obrazy</translation>
    </message>
    <message>
      <source>Pictures in 4 to 8 steps, softer than with 25.</source>
      <translation>Obrazy w 4 do 8 kroków, miększe niż przy 25.</translation>
    </message>
    <message>
      <source>Pictures in 8 steps, crisper than LCM.</source>
      <translation>Obrazy w 8 kroków, ostrzejsze niż LCM.</translation>
    </message>
    <message>
      <source>Pixels over which the edge of a new selection rises, on either side of it</source>
      <translation>Na ilu pikselach narasta krawędź nowego zaznaczenia, po obu jej stronach</translation>
    </message>
    <message>
      <source>Place: {path}</source>
      <translation>Miejsce: {path}</translation>
    </message>
    <message>
      <source>Preparing the window</source>
      <translation>Przygotowanie okna</translation>
    </message>
    <message>
      <source>Press again to discard this result for good.</source>
      <translation>Naciśnij jeszcze raz, by odrzucić ten wynik na dobre.</translation>
    </message>
    <message>
      <source>Previews</source>
      <translation>Podglądy</translation>
    </message>
    <message>
      <source>Prompt</source>
      <translation>Prompt</translation>
    </message>
    <message>
      <source>Prompts used before (Alt+Up, Alt+Down).</source>
      <translation>Prompty użyte wcześniej (Alt+góra, Alt+dół).</translation>
    </message>
    <message>
      <source>Queue: {what}</source>
      <translation>Do kolejki: {what}</translation>
    </message>
    <message>
      <source>Raise layer</source>
      <translation>Przenieś warstwę wyżej</translation>
    </message>
    <message>
      <source>Read the folder again</source>
      <translation>Wczytaj folder ponownie</translation>
    </message>
    <message>
      <source>Read the licence</source>
      <translation>Przeczytaj licencję</translation>
    </message>
    <message>
      <source>Reading {name}</source>
      <translation>Czytanie: {name}</translation>
    </message>
    <message>
      <source>Reads the whole file and compares it with what it should be.</source>
      <translation>Czyta cały plik i porównuje z tym, jaki powinien być.</translation>
    </message>
    <message>
      <source>Ready on {device}, {model}</source>
      <translation>Gotowe na {device}, {model}</translation>
    </message>
    <message>
      <source>Refine</source>
      <translation>Dopracuj</translation>
    </message>
    <message>
      <source>Refine the picture</source>
      <translation>Dopracuj obraz</translation>
    </message>
    <message>
      <source>Refine the selection</source>
      <translation>Dopracuj zaznaczenie</translation>
    </message>
    <message>
      <source>Refine “{layer}”</source>
      <translation>Dopracuj „{layer}”</translation>
    </message>
    <message>
      <source>Refining sketches and painting new pictures on modest machines.</source>
      <translation>Dopracowywanie szkiców i malowanie nowych obrazów na skromnych komputerach.</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Usuń</translation>
    </message>
    <message>
      <source>Remove from the disk</source>
      <translation>Usuń z dysku</translation>
    </message>
    <message>
      <source>Remove the selection</source>
      <translation>Usuń zaznaczenie</translation>
    </message>
    <message>
      <source>Remove {model} for good?</source>
      <translation>Usunąć {model} na dobre?</translation>
    </message>
    <message>
      <source>Remove {model} for good? {size} become free.</source>
      <translation>Usunąć {model} na dobre? Zwolni się {size}.</translation>
    </message>
    <message>
      <source>Removing things from photographs, with textures that run on.</source>
      <translation>Usuwanie rzeczy ze zdjęć, z ciągłością faktur.</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>Zmień nazwę</translation>
    </message>
    <message>
      <source>Rename layer</source>
      <translation>Zmień nazwę warstwy</translation>
    </message>
    <message>
      <source>Repainting a selection at 1024 pixels.</source>
      <translation>Przemalowywanie zaznaczenia w 1024 pikselach.</translation>
    </message>
    <message>
      <source>Repainting a selection so that it fits its surroundings. The one to begin with.</source>
      <translation>Przemalowuje zaznaczenie tak, by pasowało do otoczenia. Od niego warto zacząć.</translation>
    </message>
    <message>
      <source>Repainting a selection, with a newer text encoder than 1.5.</source>
      <translation>Przemalowywanie zaznaczenia, z nowszym enkoderem tekstu niż 1.5.</translation>
    </message>
    <message>
      <source>Repair all faces</source>
      <translation>Napraw wszystkie twarze</translation>
    </message>
    <message>
      <source>Repair faces</source>
      <translation>Napraw twarze</translation>
    </message>
    <message>
      <source>Repair faces in the selection</source>
      <translation>Napraw twarze w zaznaczeniu</translation>
    </message>
    <message>
      <source>Repairing faces with more texture, at some cost in likeness.</source>
      <translation>Naprawia twarze z większą fakturą, kosztem podobieństwa.</translation>
    </message>
    <message>
      <source>Repairing small and blurred faces; keeps whose face it is.</source>
      <translation>Naprawia małe i nieostre twarze; zachowuje podobieństwo.</translation>
    </message>
    <message>
      <source>Reset</source>
      <translation>Wyzeruj</translation>
    </message>
    <message>
      <source>Results appear here. A click shows one on the canvas, a double click makes it a layer.</source>
      <translation>Tu pojawią się wyniki. Kliknięcie pokazuje wynik na płótnie, dwukrotne robi z niego warstwę.</translation>
    </message>
    <message>
      <source>Results, newest first</source>
      <translation>Wyniki, od najnowszego</translation>
    </message>
    <message>
      <source>Right</source>
      <translation>Prawo</translation>
    </message>
    <message>
      <source>Ritocco cannot use this kind yet</source>
      <translation>Ritocco nie umie jeszcze użyć tego rodzaju</translation>
    </message>
    <message>
      <source>Ritocco is being installed. You can go on painting.</source>
      <translation>Ritocco się instaluje. Możesz dalej malować.</translation>
    </message>
    <message>
      <source>Ritocco works on the picture you have open.</source>
      <translation>Ritocco pracuje na obrazie, który masz otwarty.</translation>
    </message>
    <message>
      <source>Ritocco's backend does not answer. Start it again.</source>
      <translation>Silnik Ritocco nie odpowiada. Uruchom go ponownie.</translation>
    </message>
    <message>
      <source>Ritocco's backend is not installed here. Install it, then start it again.</source>
      <translation>Silnik Ritocco nie jest tu zainstalowany. Zainstaluj go i uruchom.</translation>
    </message>
    <message>
      <source>Ritocco's settings forbid the network, so only models from a folder that stands in for it can be had.</source>
      <translation>Ustawienia Ritocco zabraniają sieci, więc można mieć tylko modele z folderu, który ją zastępuje.</translation>
    </message>
    <message>
      <source>Ritocco: do what the dock is set to</source>
      <translation>Ritocco: wykonaj to, co ustawiono w panelu</translation>
    </message>
    <message>
      <source>Roll a seed</source>
      <translation>Wylosuj ziarno</translation>
    </message>
    <message>
      <source>Rolls a new seed and keeps it.</source>
      <translation>Losuje nowe ziarno i je zachowuje.</translation>
    </message>
    <message>
      <source>Rough strokes say where things go.</source>
      <translation>Zgrubne kreski mówią, gdzie co ma być.</translation>
    </message>
    <message>
      <source>SDXL in 4 to 8 steps, softer than with 25.</source>
      <translation>SDXL w 4 do 8 kroków, miększy niż przy 25.</translation>
    </message>
    <message>
      <source>SDXL in 8 steps, crisper than LCM.</source>
      <translation>SDXL w 8 kroków, ostrzejszy niż LCM.</translation>
    </message>
    <message>
      <source>SDXL in half the VAE memory, without the black pictures of the original VAE.</source>
      <translation>SDXL z połową pamięci VAE, bez czarnych obrazów oryginalnego VAE.</translation>
    </message>
    <message>
      <source>Sampler</source>
      <translation>Sampler</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Zapisz</translation>
    </message>
    <message>
      <source>Save &amp;as…</source>
      <translation>Zapisz j&amp;ako…</translation>
    </message>
    <message>
      <source>Save as</source>
      <translation>Zapisz jako</translation>
    </message>
    <message>
      <source>Save style</source>
      <translation>Zapisz styl</translation>
    </message>
    <message>
      <source>Save the present settings as a style…</source>
      <translation>Zapisz obecne ustawienia jako styl…</translation>
    </message>
    <message>
      <source>Saved {name}.</source>
      <translation>Zapisano {name}.</translation>
    </message>
    <message>
      <source>Saving the result</source>
      <translation>Zapisywanie wyniku</translation>
    </message>
    <message>
      <source>Saving {name}…</source>
      <translation>Zapisywanie {name}…</translation>
    </message>
    <message>
      <source>Say by how much: enter pixels or percent for a side.</source>
      <translation>Podaj, o ile: wpisz piksele lub procent dla boku.</translation>
    </message>
    <message>
      <source>Schedule</source>
      <translation>Rozkład</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Ziarno</translation>
    </message>
    <message>
      <source>Select</source>
      <translation>Zaznacz</translation>
    </message>
    <message>
      <source>Select a rectangle</source>
      <translation>Zaznacz prostokąt</translation>
    </message>
    <message>
      <source>Select all</source>
      <translation>Zaznacz wszystko</translation>
    </message>
    <message>
      <source>Select an ellipse</source>
      <translation>Zaznacz elipsę</translation>
    </message>
    <message>
      <source>Select from mask</source>
      <translation>Zaznacz z maski</translation>
    </message>
    <message>
      <source>Select nothing</source>
      <translation>Odznacz wszystko</translation>
    </message>
    <message>
      <source>Select the part of the picture that is to change.</source>
      <translation>Zaznacz część obrazu, która ma się zmienić.</translation>
    </message>
    <message>
      <source>Selected {size}</source>
      <translation>Zaznaczono {size}</translation>
    </message>
    <message>
      <source>Selection brush</source>
      <translation>Pędzel zaznaczania</translation>
    </message>
    <message>
      <source>Selection, {px} px wider</source>
      <translation>Zaznaczenie szersze o {px} px</translation>
    </message>
    <message>
      <source>Sending</source>
      <translation>Wysyłanie</translation>
    </message>
    <message>
      <source>Sending pixels</source>
      <translation>Wysyłanie pikseli</translation>
    </message>
    <message>
      <source>Sends it once more, exactly as it was.</source>
      <translation>Wysyła jeszcze raz, dokładnie tak samo.</translation>
    </message>
    <message>
      <source>Sets prompt and all knobs to those of this result, seed included.</source>
      <translation>Ustawia prompt i wszystkie pokrętła tak jak w tym wyniku, razem z ziarnem.</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Ustawienia</translation>
    </message>
    <message>
      <source>Shapes grow</source>
      <translation>Przyrost</translation>
    </message>
    <message>
      <source>Sharper previews while SDXL paints.</source>
      <translation>Ostrzejsze podglądy, gdy maluje SDXL.</translation>
    </message>
    <message>
      <source>Sharper previews while Stable Diffusion 1 and 2 paint.</source>
      <translation>Ostrzejsze podglądy, gdy maluje Stable Diffusion 1 i 2.</translation>
    </message>
    <message>
      <source>Show as &amp;tint</source>
      <translation>Pokaż jako &amp;barwę</translation>
    </message>
    <message>
      <source>Show layer</source>
      <translation>Pokaż warstwę</translation>
    </message>
    <message>
      <source>Show log</source>
      <translation>Pokaż dziennik</translation>
    </message>
    <message>
      <source>Show on the canvas</source>
      <translation>Pokaż na płótnie</translation>
    </message>
    <message>
      <source>Show or hide this layer</source>
      <translation>Pokaż lub ukryj tę warstwę</translation>
    </message>
    <message>
      <source>Show the log</source>
      <translation>Pokaż dziennik</translation>
    </message>
    <message>
      <source>Shows {model}: what it is good for, its size and licence.</source>
      <translation>Pokazuje {model}: do czego służy, jego rozmiar i licencję.</translation>
    </message>
    <message>
      <source>Side of the square the model paints at. Models draw best at the size they were trained for; a larger one shows finer detail and repeats itself sooner.</source>
      <translation>Bok kwadratu, w którym model maluje. Modele rysują najlepiej w rozmiarze, w którym je uczono; większy daje drobniejsze szczegóły, ale szybciej się powtarza.</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Rozmiar</translation>
    </message>
    <message>
      <source>Size: not known before its source is asked</source>
      <translation>Rozmiar: nieznany, dopóki nie zapyta się źródła</translation>
    </message>
    <message>
      <source>Size: {size}</source>
      <translation>Rozmiar: {size}</translation>
    </message>
    <message>
      <source>Size: {size}; {room} are free on the disk</source>
      <translation>Rozmiar: {size}; na dysku jest wolne {room}</translation>
    </message>
    <message>
      <source>Sketch</source>
      <translation>Szkic</translation>
    </message>
    <message>
      <source>Sketching</source>
      <translation>Szkicowanie</translation>
    </message>
    <message>
      <source>Small additions to a model: styles, subjects, speed.</source>
      <translation>Małe dodatki do modelu: style, tematy, szybkość.</translation>
    </message>
    <message>
      <source>Smaller brush</source>
      <translation>Mniejszy pędzel</translation>
    </message>
    <message>
      <source>Soft edge</source>
      <translation>Miękka krawędź</translation>
    </message>
    <message>
      <source>Soften selection</source>
      <translation>Zmiękcz zaznaczenie</translation>
    </message>
    <message>
      <source>Something answers at that address, but it is not Ritocco. Check the address.</source>
      <translation>Pod tym adresem coś odpowiada, ale to nie Ritocco. Sprawdź adres.</translation>
    </message>
    <message>
      <source>Something else is at work on this model.</source>
      <translation>Coś innego pracuje teraz nad tym modelem.</translation>
    </message>
    <message>
      <source>Something in the backend broke. Please report it; the details help.</source>
      <translation>Coś w silniku zawiodło. Zgłoś to, proszę; szczegóły pomogą.</translation>
    </message>
    <message>
      <source>Stable Diffusion: they paint what words say.</source>
      <translation>Stable Diffusion: malują to, co mówią słowa.</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Uruchom</translation>
    </message>
    <message>
      <source>Start again</source>
      <translation>Uruchom ponownie</translation>
    </message>
    <message>
      <source>Start from</source>
      <translation>Punkt wyjścia</translation>
    </message>
    <message>
      <source>Start the backend</source>
      <translation>Uruchom silnik</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Rozpoczynanie</translation>
    </message>
    <message>
      <source>Starting the backend…</source>
      <translation>Uruchamianie silnika…</translation>
    </message>
    <message>
      <source>Starts the backend on this computer.</source>
      <translation>Uruchamia silnik na tym komputerze.</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Kroki</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Zatrzymaj</translation>
    </message>
    <message>
      <source>Stop the backend</source>
      <translation>Zatrzymaj silnik</translation>
    </message>
    <message>
      <source>Stops all jobs of this document; finished results stay.</source>
      <translation>Zatrzymuje wszystkie zadania tego dokumentu; gotowe wyniki zostają.</translation>
    </message>
    <message>
      <source>Stops at once. The document stays as it is.</source>
      <translation>Zatrzymuje od razu. Dokument zostaje taki, jaki jest.</translation>
    </message>
    <message>
      <source>Stops. What has come is kept, and it goes on from there the next time.</source>
      <translation>Zatrzymuje. To, co przyszło, zostaje, i następnym razem pobieranie ruszy od tego miejsca.</translation>
    </message>
    <message>
      <source>Strength</source>
      <translation>Siła</translation>
    </message>
    <message>
      <source>Style</source>
      <translation>Styl</translation>
    </message>
    <message>
      <source>Styles: save, share, delete</source>
      <translation>Style: zapisywanie, udostępnianie, usuwanie</translation>
    </message>
    <message>
      <source>Subtract from selection</source>
      <translation>Odejmij od zaznaczenia</translation>
    </message>
    <message>
      <source>Surroundings only, no model</source>
      <translation>Samo otoczenie, bez modelu</translation>
    </message>
    <message>
      <source>Switch mask off</source>
      <translation>Wyłącz maskę</translation>
    </message>
    <message>
      <source>Switch mask on</source>
      <translation>Włącz maskę</translation>
    </message>
    <message>
      <source>Take away from the selection (Alt)</source>
      <translation>Odejmij od zaznaczenia (Alt)</translation>
    </message>
    <message>
      <source>Take away what is selected, with a few pixels around it so that no fringe stays, and continue the surroundings. No words needed; nothing beyond changes.</source>
      <translation>Usuwa to, co zaznaczone, z kilkoma pikselami wokół, by nie został żaden rąbek, i przedłuża otoczenie. Słowa są zbędne; dalej nic się nie zmienia.</translation>
    </message>
    <message>
      <source>Takes back contrast that a high CFG adds; 70 % is much. Models with v-prediction want it.</source>
      <translation>Cofa kontrast, który dodaje wysokie CFG; 70 % to dużo. Potrzebują tego modele z v-prediction.</translation>
    </message>
    <message>
      <source>Takes the link away; the file it leads to stays.</source>
      <translation>Usuwa dowiązanie; plik, do którego prowadzi, zostaje.</translation>
    </message>
    <message>
      <source>Takes this model for the open picture.</source>
      <translation>Bierze ten model do otwartego obrazu.</translation>
    </message>
    <message>
      <source>That address sends on to another one. Give the address of the backend itself; the token is sent nowhere else.</source>
      <translation>Ten adres odsyła gdzie indziej. Podaj adres samego silnika; token nie jest wysyłany nigdzie indziej.</translation>
    </message>
    <message>
      <source>That backend is of another version. Update Ritocco on both computers.</source>
      <translation>Tamten silnik jest w innej wersji. Zaktualizuj Ritocco na obu komputerach.</translation>
    </message>
    <message>
      <source>That frees {size} of the backend's disk.</source>
      <translation>Zwolni to {size} na dysku silnika.</translation>
    </message>
    <message>
      <source>That is no address of a backend. It looks like http://studio:7867 or https://studio:7867.</source>
      <translation>To nie jest adres silnika. Wygląda on tak: http://studio:7867 lub https://studio:7867.</translation>
    </message>
    <message>
      <source>That is no picture Easel can open: PNG, TIFF, JPEG, WebP or OpenRaster.</source>
      <translation>Tego obrazu Easel nie otworzy; otwiera PNG, TIFF, JPEG, WebP i OpenRaster.</translation>
    </message>
    <message>
      <source>That is not Ritocco's folder. It is the one that holds run.py, or install.pyz.</source>
      <translation>To nie jest folder Ritocco. Jest nim ten, w którym leży run.py albo install.pyz.</translation>
    </message>
    <message>
      <source>That is too many pictures for one grid; {most} fit.</source>
      <translation>To za dużo obrazów na jedną siatkę; mieści się {most}.</translation>
    </message>
    <message>
      <source>The active layer alone</source>
      <translation>Tylko aktywna warstwa</translation>
    </message>
    <message>
      <source>The backend cannot do this.</source>
      <translation>Silnik tego nie potrafi.</translation>
    </message>
    <message>
      <source>The backend could not be started. Install it again, then start it.</source>
      <translation>Silnika nie dało się uruchomić. Zainstaluj go ponownie i uruchom.</translation>
    </message>
    <message>
      <source>The backend does not accept this token. Enter the one it was started with.</source>
      <translation>Silnik nie przyjmuje tego tokenu. Wpisz ten, z którym go uruchomiono.</translation>
    </message>
    <message>
      <source>The backend is being closed. Start it again, and try again.</source>
      <translation>Silnik jest zamykany. Uruchom go ponownie i spróbuj jeszcze raz.</translation>
    </message>
    <message>
      <source>The backend is off; it starts when it is needed</source>
      <translation>Silnik jest wyłączony; ruszy, gdy będzie potrzebny</translation>
    </message>
    <message>
      <source>The backend keeps finished results on disk when it stops.</source>
      <translation>Zatrzymany silnik zachowuje gotowe wyniki na dysku.</translation>
    </message>
    <message>
      <source>The backend keeps stopping. Look into its log, then start it again.</source>
      <translation>Silnik wciąż się zatrzymuje. Zajrzyj do jego dziennika i uruchom go ponownie.</translation>
    </message>
    <message>
      <source>The backend refuses us: check address and token</source>
      <translation>Silnik odmawia: sprawdź adres i token</translation>
    </message>
    <message>
      <source>The backend sent something that is no picture. Restart it and try again.</source>
      <translation>Silnik przysłał coś, co nie jest obrazem. Uruchom go ponownie i spróbuj jeszcze raz.</translation>
    </message>
    <message>
      <source>The backend stopped answering</source>
      <translation>Silnik przestał odpowiadać</translation>
    </message>
    <message>
      <source>The backend stopped twice while it worked on this. It was given up.</source>
      <translation>Silnik zatrzymał się dwa razy podczas pracy nad tym. Zadanie porzucono.</translation>
    </message>
    <message>
      <source>The backend stopped while it fetched this. Try again when it is well.</source>
      <translation>Silnik stanął podczas pobierania. Spróbuj ponownie, gdy znów będzie działał.</translation>
    </message>
    <message>
      <source>The backend stopped. It is being started again.</source>
      <translation>Silnik się zatrzymał. Trwa ponowne uruchamianie.</translation>
    </message>
    <message>
      <source>The backend takes too long to answer. Try again, or look into its log.</source>
      <translation>Silnik zbyt długo nie odpowiada. Spróbuj ponownie albo zajrzyj do jego dziennika.</translation>
    </message>
    <message>
      <source>The backend takes too long to start. Look into its log, then start it again.</source>
      <translation>Silnik zbyt długo się uruchamia. Zajrzyj do jego dziennika i uruchom go ponownie.</translation>
    </message>
    <message>
      <source>The backend's answer could not be read. Is it of another version?</source>
      <translation>Nie dało się odczytać odpowiedzi silnika. Czy nie jest w innej wersji?</translation>
    </message>
    <message>
      <source>The backend's certificate could not be checked, so nothing was sent to it.</source>
      <translation>Nie dało się sprawdzić certyfikatu silnika, więc nic do niego nie wysłano.</translation>
    </message>
    <message>
      <source>The canvas changed while the layer was on its way. Apply it again.</source>
      <translation>Płótno zmieniło się, gdy warstwa była w drodze. Zastosuj wynik ponownie.</translation>
    </message>
    <message>
      <source>The clipboard</source>
      <translation>Schowek</translation>
    </message>
    <message>
      <source>The dashed frame is what the engine looks at; only the tinted part can change.</source>
      <translation>Przerywana ramka to to, co widzi silnik; zmienić się może tylko barwna część.</translation>
    </message>
    <message>
      <source>The disk is too full for this.</source>
      <translation>Na dysku jest na to za mało miejsca.</translation>
    </message>
    <message>
      <source>The document has another colour space by now ({now}). Make the result again.</source>
      <translation>Dokument ma już inną przestrzeń kolorów ({now}). Zrób wynik jeszcze raz.</translation>
    </message>
    <message>
      <source>The document was closed. Its results are kept in the gallery.</source>
      <translation>Dokument zamknięto. Jego wyniki są zachowane w galerii.</translation>
    </message>
    <message>
      <source>The document's colours are others than when this was made, so the layer came as 8-bit sRGB.</source>
      <translation>Dokument ma inne kolory niż wtedy, gdy to powstało, więc warstwa przyszła jako 8-bitowe sRGB.</translation>
    </message>
    <message>
      <source>The edge of this one shows; try another seed, or a softer selection.</source>
      <translation>Brzeg tego wyniku widać; spróbuj innego ziarna albo miększego zaznaczenia.</translation>
    </message>
    <message>
      <source>The edge of this one shows; try another seed.</source>
      <translation>Brzeg tego wyniku widać; spróbuj innego ziarna.</translation>
    </message>
    <message>
      <source>The editor handed out too few pixels. Nothing was changed.</source>
      <translation>Edytor wydał za mało pikseli. Nic nie zostało zmienione.</translation>
    </message>
    <message>
      <source>The file holds 8 bits for each colour; all of them are in this window only.</source>
      <translation>Plik mieści 8 bitów na kolor; pełna głębia jest tylko w tym oknie.</translation>
    </message>
    <message>
      <source>The file holds the flattened picture; the layers are in this window only.</source>
      <translation>Plik zawiera spłaszczony obraz; warstwy są tylko w tym oknie.</translation>
    </message>
    <message>
      <source>The folder with run.py, as you unpacked it, or one with install.pyz.</source>
      <translation>Rozpakowany folder z plikiem run.py albo folder z plikiem install.pyz.</translation>
    </message>
    <message>
      <source>The installation ended too early.</source>
      <translation>Instalacja zakończyła się przed czasem.</translation>
    </message>
    <message>
      <source>The language of this dock.</source>
      <translation>Język tego panelu.</translation>
    </message>
    <message>
      <source>The layer “{layer}” alone</source>
      <translation>Tylko warstwa „{layer}”</translation>
    </message>
    <message>
      <source>The layer “{name}” is in another colour space than can be sent by itself. Work on the whole picture, or convert the layer in Krita's Layer menu.</source>
      <translation>Warstwa „{name}” ma przestrzeń kolorów, której nie da się wysłać osobno. Pracuj na całym obrazie albo przekonwertuj warstwę w menu Warstwa Krity.</translation>
    </message>
    <message>
      <source>The library</source>
      <translation>Biblioteka</translation>
    </message>
    <message>
      <source>The log is empty.</source>
      <translation>Dziennik jest pusty.</translation>
    </message>
    <message>
      <source>The log of a remote backend is on its own computer.</source>
      <translation>Dziennik zdalnego silnika jest na jego komputerze.</translation>
    </message>
    <message>
      <source>The model cannot be used.</source>
      <translation>Nie można użyć tego modelu.</translation>
    </message>
    <message>
      <source>The model follows its own ideas; words are hints.</source>
      <translation>Model idzie za własnymi pomysłami; słowa są wskazówką.</translation>
    </message>
    <message>
      <source>The model for this is not here.</source>
      <translation>Nie ma tu potrzebnego modelu.</translation>
    </message>
    <message>
      <source>The model is not at its source any more.</source>
      <translation>Modelu nie ma już w jego źródle.</translation>
    </message>
    <message>
      <source>The model {model} is not here. Choose another one.</source>
      <translation>Nie ma tu modelu {model}. Wybierz inny.</translation>
    </message>
    <message>
      <source>The model's source asks for patience. Try again in a while.</source>
      <translation>Źródło modelu prosi o cierpliwość. Spróbuj ponownie za jakiś czas.</translation>
    </message>
    <message>
      <source>The model's source cannot be reached. Look at the network, try again.</source>
      <translation>Źródło modelu jest nieosiągalne. Sprawdź sieć i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>The model's source does not give it without a permission of its own.</source>
      <translation>Źródło modelu nie wydaje go bez osobnej zgody.</translation>
    </message>
    <message>
      <source>The next installation goes on from there.</source>
      <translation>Następna instalacja podejmie pracę od tego miejsca.</translation>
    </message>
    <message>
      <source>The number that chance starts from. The same seed with the same settings makes the same picture again.</source>
      <translation>Liczba, od której zaczyna się los. To samo ziarno z tymi samymi ustawieniami daje ten sam obraz.</translation>
    </message>
    <message>
      <source>The other backend's secret, from the file “token” in its data folder. It is sent to that address only.</source>
      <translation>Sekret tamtego silnika, z pliku „token” w jego folderze danych. Wysyłany jest tylko pod ten adres.</translation>
    </message>
    <message>
      <source>The pixels could not be worked on.</source>
      <translation>Nie dało się pracować na tych pikselach.</translation>
    </message>
    <message>
      <source>The pixels did not reach the backend. Look at the network, try again.</source>
      <translation>Piksele nie dotarły do silnika. Sprawdź sieć i spróbuj ponownie.</translation>
    </message>
    <message>
      <source>The plan is another one by now. Try again.</source>
      <translation>Plan jest już inny. Spróbuj ponownie.</translation>
    </message>
    <message>
      <source>The recipe is on the clipboard.</source>
      <translation>Przepis jest w schowku.</translation>
    </message>
    <message>
      <source>The result could not be read.</source>
      <translation>Nie dało się odczytać wyniku.</translation>
    </message>
    <message>
      <source>The result could not be written.</source>
      <translation>Nie udało się zapisać wyniku.</translation>
    </message>
    <message>
      <source>The result did not arrive whole. The document was not changed; try again.</source>
      <translation>Wynik nie dotarł w całości. Dokument się nie zmienił; spróbuj ponownie.</translation>
    </message>
    <message>
      <source>The result is damaged.</source>
      <translation>Wynik jest uszkodzony.</translation>
    </message>
    <message>
      <source>The result's pixels do not fit this document. Run it again.</source>
      <translation>Piksele wyniku nie pasują do tego dokumentu. Uruchom zadanie jeszcze raz.</translation>
    </message>
    <message>
      <source>The same idea, slightly different: a little of another seed is mixed in.</source>
      <translation>Ten sam pomysł, trochę inaczej: z domieszką innego ziarna.</translation>
    </message>
    <message>
      <source>The same in 32 bit, as its makers published it; for mixing and training.</source>
      <translation>Ten sam w 32 bitach, jak wydali go twórcy; do mieszania i uczenia.</translation>
    </message>
    <message>
      <source>The same settings on the picture as it is now, with another seed.</source>
      <translation>Te same ustawienia na obrazie takim, jaki jest teraz, z innym ziarnem.</translation>
    </message>
    <message>
      <source>The seed is kept: the same settings make the same picture. Press for a new one each time.</source>
      <translation>Ziarno jest zachowane: te same ustawienia dają ten sam obraz. Naciśnij, by za każdym razem było nowe.</translation>
    </message>
    <message>
      <source>The settings forbid the network.</source>
      <translation>Ustawienia zabraniają sieci.</translation>
    </message>
    <message>
      <source>The smallest canvas of this shape that holds the picture.</source>
      <translation>Najmniejsze płótno o tych proporcjach, które mieści obraz.</translation>
    </message>
    <message>
      <source>The style</source>
      <translation>Styl</translation>
    </message>
    <message>
      <source>The style cannot be saved in {folder} ({why}).</source>
      <translation>Stylu nie można zapisać w {folder} ({why}).</translation>
    </message>
    <message>
      <source>The style is on the clipboard as text.</source>
      <translation>Styl jest w schowku jako tekst.</translation>
    </message>
    <message>
      <source>The style “{name}” is deleted.</source>
      <translation>Styl „{name}” został usunięty.</translation>
    </message>
    <message>
      <source>The style “{name}” is saved.</source>
      <translation>Styl „{name}” został zapisany.</translation>
    </message>
    <message>
      <source>The styles were read again.</source>
      <translation>Style zostały wczytane ponownie.</translation>
    </message>
    <message>
      <source>The usual choice: little is gained beyond it.</source>
      <translation>Zwykły wybór: więcej kroków niewiele już daje.</translation>
    </message>
    <message>
      <source>The word at the caret counts less (Ctrl+Down).</source>
      <translation>Słowo przy kursorze liczy się mniej (Ctrl+dół).</translation>
    </message>
    <message>
      <source>The word at the caret counts more (Ctrl+Up).</source>
      <translation>Słowo przy kursorze liczy się bardziej (Ctrl+góra).</translation>
    </message>
    <message>
      <source>The words of the style; {place} is where those of a picture go.</source>
      <translation>Słowa stylu; w miejscu {place} staną słowa obrazu.</translation>
    </message>
    <message>
      <source>There are too many styles called {name}.</source>
      <translation>Jest już zbyt wiele stylów o nazwie {name}.</translation>
    </message>
    <message>
      <source>There is no computer of that name. Check the address.</source>
      <translation>Nie ma komputera o tej nazwie. Sprawdź adres.</translation>
    </message>
    <message>
      <source>There is no picture in the clipboard.</source>
      <translation>W schowku nie ma obrazu.</translation>
    </message>
    <message>
      <source>There is no visible layer to paint on; choose one in the list of layers.</source>
      <translation>Nie ma widocznej warstwy do malowania; wybierz ją na liście warstw.</translation>
    </message>
    <message>
      <source>There is no window to open the picture in.</source>
      <translation>Nie ma okna, w którym można by otworzyć obraz.</translation>
    </message>
    <message>
      <source>There is not enough memory.</source>
      <translation>Brakuje pamięci.</translation>
    </message>
    <message>
      <source>There is nothing called “{word}”. There are: {known}.</source>
      <translation>Nie ma niczego o nazwie „{word}”. Są: {known}.</translation>
    </message>
    <message>
      <source>These models are on the computer the backend runs on.</source>
      <translation>Te modele są na komputerze, na którym działa silnik.</translation>
    </message>
    <message>
      <source>They guide a model by lines, depth or poses.</source>
      <translation>Prowadzą model liniami, głębią albo pozami.</translation>
    </message>
    <message>
      <source>They show sooner what is being painted.</source>
      <translation>Wcześniej pokazują, co się maluje.</translation>
    </message>
    <message>
      <source>This backend has no library of models yet. Update Ritocco.</source>
      <translation>Ten silnik nie ma jeszcze biblioteki modeli. Zaktualizuj Ritocco.</translation>
    </message>
    <message>
      <source>This dock needs Ritocco's backend. A bundle with it is here; no network is needed.</source>
      <translation>Ten panel potrzebuje silnika Ritocco. Jest tu gotowy pakiet z nim; sieć nie jest potrzebna.</translation>
    </message>
    <message>
      <source>This dock needs Ritocco's backend. Its folder is here already.</source>
      <translation>Ten panel potrzebuje silnika Ritocco. Jego folder już tu jest.</translation>
    </message>
    <message>
      <source>This dock needs Ritocco's backend: get Ritocco's folder, unpack it, and choose it here, or run this in it with Python 3.11 or later.</source>
      <translation>Ten panel potrzebuje silnika Ritocco: pobierz folder Ritocco, rozpakuj go i wskaż tutaj, albo uruchom w nim to polecenie w Pythonie 3.11 lub nowszym.</translation>
    </message>
    <message>
      <source>This document is closed.</source>
      <translation>Ten dokument jest zamknięty.</translation>
    </message>
    <message>
      <source>This document is closed. The result is kept; open the document again.</source>
      <translation>Ten dokument jest zamknięty. Wynik jest zachowany; otwórz dokument ponownie.</translation>
    </message>
    <message>
      <source>This layer has been thrown away.</source>
      <translation>Tę warstwę już wyrzucono.</translation>
    </message>
    <message>
      <source>This layer has no mask.</source>
      <translation>Ta warstwa nie ma maski.</translation>
    </message>
    <message>
      <source>This model is here already.</source>
      <translation>Ten model już tu jest.</translation>
    </message>
    <message>
      <source>This model is not Ritocco's to remove.</source>
      <translation>Tego modelu Ritocco nie może usunąć.</translation>
    </message>
    <message>
      <source>This moment of the picture was let go already. Run it again.</source>
      <translation>Ten stan obrazu już nie istnieje. Uruchom zadanie jeszcze raz.</translation>
    </message>
    <message>
      <source>This one came out rough; try another, or extend by less at a time.</source>
      <translation>Ten wynik wyszedł topornie; spróbuj innego albo rozszerzaj po mniej naraz.</translation>
    </message>
    <message>
      <source>This one came out rough; try another, or grow the selection.</source>
      <translation>Ten wynik wyszedł topornie; spróbuj innego albo poszerz zaznaczenie.</translation>
    </message>
    <message>
      <source>This part of the picture was not kept. Please try again.</source>
      <translation>Ta część obrazu nie została zachowana. Spróbuj ponownie.</translation>
    </message>
    <message>
      <source>This picture was closed. Open it again to apply the result.</source>
      <translation>Ten obraz zamknięto. Otwórz go ponownie, by zastosować wynik.</translation>
    </message>
    <message>
      <source>This picture's colour profile cannot be shown; it is kept as it is.</source>
      <translation>Profilu kolorów tego obrazu nie da się pokazać; zostaje taki, jaki jest.</translation>
    </message>
    <message>
      <source>This result is damaged: it cannot be shown or applied. Discard it.</source>
      <translation>Ten wynik jest uszkodzony: nie można go pokazać ani zastosować. Odrzuć go.</translation>
    </message>
    <message>
      <source>This was cut off by a crash; send it again.</source>
      <translation>Przerwała to awaria; wyślij ponownie.</translation>
    </message>
    <message>
      <source>This was made for a canvas of {old}; it is {new} now, so its place is not known. The result is kept. Undo the change of the canvas, then apply it.</source>
      <translation>To powstało dla płótna {old}, a teraz ma ono {new}, więc miejsce jest nieznane. Wynik jest zachowany. Cofnij zmianę płótna i zastosuj go.</translation>
    </message>
    <message>
      <source>Throw away</source>
      <translation>Wyrzuć</translation>
    </message>
    <message>
      <source>To be pasted into a terminal.</source>
      <translation>Do wklejenia w terminalu.</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>Token</translation>
    </message>
    <message>
      <source>Too many use this backend right now. Try again in a moment.</source>
      <translation>Zbyt wielu korzysta teraz z tego silnika. Spróbuj ponownie za chwilę.</translation>
    </message>
    <message>
      <source>Tool options</source>
      <translation>Opcje narzędzia</translation>
    </message>
    <message>
      <source>Tools</source>
      <translation>Narzędzia</translation>
    </message>
    <message>
      <source>Tries several values of one or two knobs and shows them side by side.</source>
      <translation>Próbuje kilku wartości jednego lub dwóch pokręteł i pokazuje je obok siebie.</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Spróbuj ponownie</translation>
    </message>
    <message>
      <source>Type how much to add at a side, or choose a shape.</source>
      <translation>Wpisz, ile dodać z danej strony, albo wybierz proporcje.</translation>
    </message>
    <message>
      <source>Type the values for {axis}.</source>
      <translation>Wpisz wartości: {axis}.</translation>
    </message>
    <message>
      <source>Unlink</source>
      <translation>Odłącz</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>Bez nazwy</translation>
    </message>
    <message>
      <source>Upscale</source>
      <translation>Powiększ</translation>
    </message>
    <message>
      <source>Upscale the selection × {factor}</source>
      <translation>Powiększ zaznaczenie × {factor}</translation>
    </message>
    <message>
      <source>Upscale to {size}</source>
      <translation>Powiększ do {size}</translation>
    </message>
    <message>
      <source>Upscale to {size} + detail</source>
      <translation>Powiększ do {size} + detale</translation>
    </message>
    <message>
      <source>Upscalers</source>
      <translation>Sieci powiększające</translation>
    </message>
    <message>
      <source>Use its settings</source>
      <translation>Użyj jego ustawień</translation>
    </message>
    <message>
      <source>VAEs</source>
      <translation>VAE</translation>
    </message>
    <message>
      <source>Values with commas, or a span: 12, 25, 40 or 1-4 or 40-80 (+20).</source>
      <translation>Wartości po przecinku albo zakres: 12, 25, 40 lub 1-4 lub 40-80 (+20).</translation>
    </message>
    <message>
      <source>Variation</source>
      <translation>Odmiana</translation>
    </message>
    <message>
      <source>Vary</source>
      <translation>Odmień</translation>
    </message>
    <message>
      <source>Waiting for room on the disk</source>
      <translation>Czeka na miejsce na dysku</translation>
    </message>
    <message>
      <source>Waiting for the backend</source>
      <translation>Czeka na silnik</translation>
    </message>
    <message>
      <source>Waiting its turn</source>
      <translation>Czeka na swoją kolej</translation>
    </message>
    <message>
      <source>Waits for the backend</source>
      <translation>Czeka na silnik</translation>
    </message>
    <message>
      <source>Waits its turn</source>
      <translation>Czeka na swoją kolej</translation>
    </message>
    <message>
      <source>What came is not the file it should be, so it was thrown away.</source>
      <translation>To, co przyszło, nie jest właściwym plikiem, więc zostało wyrzucone.</translation>
    </message>
    <message>
      <source>What came with Ritocco is a demonstration: it knows colours and textures, not things. With a Stable Diffusion model Ritocco paints what your words say.</source>
      <translation>To, co jest dołączone do Ritocco, to tylko pokaz: zna barwy i faktury, nie rzeczy. Z modelem Stable Diffusion Ritocco namaluje to, co napiszesz.</translation>
    </message>
    <message>
      <source>What is here is known once the backend runs.</source>
      <translation>Co jest na miejscu, okaże się, gdy ruszy silnik.</translation>
    </message>
    <message>
      <source>What is here, what each feature needs, and how to get it.</source>
      <translation>Co jest na miejscu, czego wymaga każda funkcja i jak to zdobyć.</translation>
    </message>
    <message>
      <source>What its makers allow, and what not. It can be downloaded once you accept.</source>
      <translation>Na co twórcy pozwalają, a na co nie. Pobrać można po zaakceptowaniu.</translation>
    </message>
    <message>
      <source>What should be there?</source>
      <translation>Co ma tu być?</translation>
    </message>
    <message>
      <source>What should not be there?</source>
      <translation>Czego ma tu nie być?</translation>
    </message>
    <message>
      <source>What the backend says about its work.</source>
      <translation>Co silnik mówi o swojej pracy.</translation>
    </message>
    <message>
      <source>What the model sees inside the selection when it begins. Noise is the most free; what is there now keeps shapes at lower strength.</source>
      <translation>Co model widzi w zaznaczeniu na początku. Szum daje najwięcej swobody; to, co jest teraz, zachowuje kształty przy mniejszej sile.</translation>
    </message>
    <message>
      <source>What to do</source>
      <translation>Co zrobić</translation>
    </message>
    <message>
      <source>What turns a model's numbers into colours, better than its own.</source>
      <translation>Zamieniają liczby modelu w kolory, lepiej niż jego własny.</translation>
    </message>
    <message>
      <source>What was kept of this picture cannot be read. It is still in {path}.</source>
      <translation>Tego, co zachowano z tego obrazu, nie można odczytać. Nadal leży w {path}.</translation>
    </message>
    <message>
      <source>What works without a model, and how to get one.</source>
      <translation>Co działa bez modelu i jak go zdobyć.</translation>
    </message>
    <message>
      <source>What you put there is found by “Look again”.</source>
      <translation>To, co tam włożysz, znajdzie „Sprawdź ponownie”.</translation>
    </message>
    <message>
      <source>Where the shapes below add their canvas.</source>
      <translation>Gdzie poniższe proporcje dodają płótno.</translation>
    </message>
    <message>
      <source>Which Stable Diffusion model paints. Automatic takes one trained to inpaint for filling, and an ordinary one for whole pictures.</source>
      <translation>Który model Stable Diffusion maluje. Automatycznie: do wypełniania model uczony wypełniania, do całych obrazów zwykły.</translation>
    </message>
    <message>
      <source>Which knob changes along this side of the sheet.</source>
      <translation>Które pokrętło zmienia się wzdłuż tego boku arkusza.</translation>
    </message>
    <message>
      <source>Which layer of the text encoder is read, counted from the last. Some models trained on drawings want 2.</source>
      <translation>Która warstwa kodera tekstu jest czytana, licząc od ostatniej. Niektóre modele uczone na rysunkach wolą 2.</translation>
    </message>
    <message>
      <source>Which model paints, and how: sampler, steps, CFG, seed.</source>
      <translation>Który model maluje i jak: sampler, kroki, CFG, ziarno.</translation>
    </message>
    <message>
      <source>Which models to show</source>
      <translation>Które modele pokazać</translation>
    </message>
    <message>
      <source>Which network does it; each suits another kind of picture.</source>
      <translation>Która sieć to robi; każda pasuje do innego rodzaju obrazów.</translation>
    </message>
    <message>
      <source>White background</source>
      <translation>Białe tło</translation>
    </message>
    <message>
      <source>Widens the selection first, to take in a halo or a shadow at its edge. Remove widens it by 2 to 8 pixels in any case.</source>
      <translation>Najpierw poszerza zaznaczenie, by objęło poświatę lub cień przy krawędzi. Usuwanie i tak poszerza je o 2 do 8 pikseli.</translation>
    </message>
    <message>
      <source>Width</source>
      <translation>Szerokość</translation>
    </message>
    <message>
      <source>Width of a soft edge inside the selection. Nothing outside it changes.</source>
      <translation>Szerokość miękkiej krawędzi wewnątrz zaznaczenia. Na zewnątrz nic się nie zmienia.</translation>
    </message>
    <message>
      <source>Window {size} px</source>
      <translation>Okno {size} px</translation>
    </message>
    <message>
      <source>Window {size} px, painted at {model}</source>
      <translation>Okno {size} px, malowane w {model}</translation>
    </message>
    <message>
      <source>Without a model the surroundings are continued; words have no effect.</source>
      <translation>Bez modelu przedłużane jest otoczenie; słowa nie mają wpływu.</translation>
    </message>
    <message>
      <source>Without your folders, names or token.</source>
      <translation>Bez Twoich folderów, nazw i tokenu.</translation>
    </message>
    <message>
      <source>Words and picture in balance.</source>
      <translation>Słowa i obraz w równowadze.</translation>
    </message>
    <message>
      <source>Words are followed closely; colours get harder.</source>
      <translation>Słowa są brane dosłownie; kolory twardnieją.</translation>
    </message>
    <message>
      <source>Words of the style</source>
      <translation>Słowa stylu</translation>
    </message>
    <message>
      <source>Work out a sketch, or give what is there more detail. Low strength keeps more of it.</source>
      <translation>Rozwija szkic albo dodaje szczegółów. Mała siła zachowuje więcej z tego, co jest.</translation>
    </message>
    <message>
      <source>Works from the active layer, a sketch for instance, not from the whole picture.</source>
      <translation>Pracuje na aktywnej warstwie, na przykład na szkicu, a nie na całym obrazie.</translation>
    </message>
    <message>
      <source>Works without any model.</source>
      <translation>Działa bez żadnego modelu.</translation>
    </message>
    <message>
      <source>You may use and sell what you make; a list of harmful uses is forbidden.</source>
      <translation>Wolno używać i sprzedawać to, co stworzysz; zabroniona jest lista szkodliwych zastosowań.</translation>
    </message>
    <message>
      <source>Zoom &amp;in</source>
      <translation>Po&amp;większ</translation>
    </message>
    <message>
      <source>Zoom &amp;out</source>
      <translation>Po&amp;mniejsz</translation>
    </message>
    <message>
      <source>about {time}</source>
      <translation>około {time}</translation>
    </message>
    <message>
      <source>another each time</source>
      <translation>za każdym razem inne</translation>
    </message>
    <message>
      <source>band {px} px</source>
      <translation>pas {px} px</translation>
    </message>
    <message>
      <source>burns</source>
      <translation>przepala</translation>
    </message>
    <message>
      <source>came with Ritocco</source>
      <translation>dostarczony z Ritocco</translation>
    </message>
    <message>
      <source>colours not matched</source>
      <translation>kolory niedopasowane</translation>
    </message>
    <message>
      <source>enlarging part {number} of {parts}</source>
      <translation>powiększanie części {number} z {parts}</translation>
    </message>
    <message>
      <source>exact edge</source>
      <translation>dokładna krawędź</translation>
    </message>
    <message>
      <source>face {number} of {faces}</source>
      <translation>twarz {number} z {faces}</translation>
    </message>
    <message>
      <source>feather {px} px</source>
      <translation>brzeg {px} px</translation>
    </message>
    <message>
      <source>fine</source>
      <translation>ładnie</translation>
    </message>
    <message>
      <source>free</source>
      <translation>swobodnie</translation>
    </message>
    <message>
      <source>from the surroundings</source>
      <translation>z otoczenia</translation>
    </message>
    <message>
      <source>from the surroundings, without a model</source>
      <translation>z otoczenia, bez modelu</translation>
    </message>
    <message>
      <source>good</source>
      <translation>dobrze</translation>
    </message>
    <message>
      <source>grow {px} px</source>
      <translation>szerzej o {px} px</translation>
    </message>
    <message>
      <source>here</source>
      <translation>na miejscu</translation>
    </message>
    <message>
      <source>hidden</source>
      <translation>ukryta</translation>
    </message>
    <message>
      <source>in Ritocco's folder</source>
      <translation>w folderze Ritocco</translation>
    </message>
    <message>
      <source>in another program's folder</source>
      <translation>w folderze innego programu</translation>
    </message>
    <message>
      <source>in the folder of {program}</source>
      <translation>w folderze {program}</translation>
    </message>
    <message>
      <source>its own</source>
      <translation>własny</translation>
    </message>
    <message>
      <source>left or above</source>
      <translation>z lewej lub u góry</translation>
    </message>
    <message>
      <source>linked from where it lies</source>
      <translation>dowiązany tam, gdzie leży</translation>
    </message>
    <message>
      <source>needs a model; add one of yours below</source>
      <translation>wymaga modelu; dodaj swój poniżej</translation>
    </message>
    <message>
      <source>needs {model}</source>
      <translation>wymaga: {model}</translation>
    </message>
    <message>
      <source>not used yet</source>
      <translation>jeszcze nieużywane</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nic</translation>
    </message>
    <message>
      <source>nothing (noise)</source>
      <translation>nic (szum)</translation>
    </message>
    <message>
      <source>on both sides</source>
      <translation>po obu stronach</translation>
    </message>
    <message>
      <source>or paste one from the clipboard</source>
      <translation>albo wklej go ze schowka</translation>
    </message>
    <message>
      <source>pass {number} of {passes}</source>
      <translation>przebieg {number} z {passes}</translation>
    </message>
    <message>
      <source>pip downloads {name}</source>
      <translation>pip pobiera {name}</translation>
    </message>
    <message>
      <source>ready</source>
      <translation>gotowe</translation>
    </message>
    <message>
      <source>recommended</source>
      <translation>zalecane</translation>
    </message>
    <message>
      <source>right or below</source>
      <translation>z prawej lub u dołu</translation>
    </message>
    <message>
      <source>step {step} of {steps}</source>
      <translation>krok {step} z {steps}</translation>
    </message>
    <message>
      <source>strict</source>
      <translation>ściśle</translation>
    </message>
    <message>
      <source>surroundings only</source>
      <translation>samo otoczenie</translation>
    </message>
    <message>
      <source>the model's own</source>
      <translation>własny modelu</translation>
    </message>
    <message>
      <source>the surroundings, continued</source>
      <translation>przedłużone otoczenie</translation>
    </message>
    <message>
      <source>the usual network</source>
      <translation>zwykła sieć</translation>
    </message>
    <message>
      <source>this computer</source>
      <translation>ten komputer</translation>
    </message>
    <message>
      <source>try</source>
      <translation>próba</translation>
    </message>
    <message>
      <source>under 1 s</source>
      <translation>poniżej 1 s</translation>
    </message>
    <message>
      <source>visible</source>
      <translation>widoczna</translation>
    </message>
    <message>
      <source>what is there now</source>
      <translation>to, co jest teraz</translation>
    </message>
    <message>
      <source>{axis} goes from {low} to {high}; {value} does not fit.</source>
      <translation>{axis}: od {low} do {high}; {value} się nie mieści.</translation>
    </message>
    <message>
      <source>{axis}: values</source>
      <translation>{axis}: wartości</translation>
    </message>
    <message>
      <source>{device}, no model</source>
      <translation>{device}, bez modelu</translation>
    </message>
    <message>
      <source>{done} of {total}</source>
      <translation>{done} z {total}</translation>
    </message>
    <message>
      <source>{gigabytes} GB</source>
      <translation>{gigabytes} GB</translation>
    </message>
    <message>
      <source>{hours} h {minutes} min</source>
      <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
      <source>{jobs} in line</source>
      <translation>w kolejce: {jobs}</translation>
    </message>
    <message>
      <source>{kilobytes} kB/s</source>
      <translation>{kilobytes} kB/s</translation>
    </message>
    <message>
      <source>{megabytes} MB</source>
      <translation>{megabytes} MB</translation>
    </message>
    <message>
      <source>{megabytes} MB/s</source>
      <translation>{megabytes} MB/s</translation>
    </message>
    <message>
      <source>{minutes} min</source>
      <translation>{minutes} min</translation>
    </message>
    <message>
      <source>{models}, used where they lie</source>
      <translation>{models}, używane tam, gdzie leżą</translation>
    </message>
    <message>
      <source>{model} (cannot be used)</source>
      <translation>{model} (nie do użycia)</translation>
    </message>
    <message>
      <source>{model} cannot be used: {why}</source>
      <translation>Nie można użyć modelu {model}: {why}</translation>
    </message>
    <message>
      <source>{model} is complete and unharmed.</source>
      <translation>{model}: kompletny i nieuszkodzony.</translation>
    </message>
    <message>
      <source>{model} is here and paints from now on. Say what should be there, and fill.</source>
      <translation>{model} jest na miejscu i odtąd maluje. Napisz, co ma się pojawić, i wypełnij.</translation>
    </message>
    <message>
      <source>{model} is here.</source>
      <translation>{model} jest na miejscu.</translation>
    </message>
    <message>
      <source>{model} is on its way</source>
      <translation>{model} jest w drodze</translation>
    </message>
    <message>
      <source>{model} is on its way. It is used as soon as it is here; fill from the surroundings meanwhile.</source>
      <translation>{model} jest w drodze. Będzie użyty, gdy tylko dotrze; tymczasem wypełniaj z otoczenia.</translation>
    </message>
    <message>
      <source>{model} was removed.</source>
      <translation>{model} został usunięty.</translation>
    </message>
    <message>
      <source>{name} cannot be opened. Check that it is there and may be read.</source>
      <translation>Nie można otworzyć {name}. Sprawdź, czy plik jest na miejscu i czy wolno go czytać.</translation>
    </message>
    <message>
      <source>{name} copy</source>
      <translation>{name} (kopia)</translation>
    </message>
    <message>
      <source>{name} could not be written ({reason}). Choose another name or folder.</source>
      <translation>Nie udało się zapisać {name} ({reason}). Wybierz inną nazwę lub folder.</translation>
    </message>
    <message>
      <source>{name} has changes that are not saved.</source>
      <translation>{name} ma niezapisane zmiany.</translation>
    </message>
    <message>
      <source>{name} is a folder, a pipe or a device, and no file. Choose another name.</source>
      <translation>{name} to folder, potok lub urządzenie, a nie plik. Wybierz inną nazwę.</translation>
    </message>
    <message>
      <source>{old} → {new} px</source>
      <translation>{old} → {new} px</translation>
    </message>
    <message>
      <source>{owner} is at work here already; waiting</source>
      <translation>{owner} już tu pracuje; czekanie</translation>
    </message>
    <message>
      <source>{owner} is downloading it already; waiting</source>
      <translation>{owner} już to pobiera; czekanie</translation>
    </message>
    <message>
      <source>{percent} %</source>
      <translation>{percent} %</translation>
    </message>
    <message>
      <source>{percent} % done</source>
      <translation>gotowe w {percent} %</translation>
    </message>
    <message>
      <source>{seconds} s</source>
      <translation>{seconds} s</translation>
    </message>
    <message>
      <source>{share} are here</source>
      <translation>{share} jest na miejscu</translation>
    </message>
    <message>
      <source>{side}: pixels to add, or percent of the canvas (25%).</source>
      <translation>{side}: ile pikseli dodać, albo procent płótna (25%).</translation>
    </message>
    <message>
      <source>{size} are free on the disk of the models.</source>
      <translation>Na dysku z modelami jest wolne {size}.</translation>
    </message>
    <message>
      <source>{size} px, seed {seed}, {time}</source>
      <translation>{size} px, ziarno {seed}, {time}</translation>
    </message>
    <message>
      <source>{source} cannot be deleted ({why}).</source>
      <translation>Nie można usunąć {source} ({why}).</translation>
    </message>
    <message>
      <source>{source} cannot be read ({why}).</source>
      <translation>Nie można odczytać {source} ({why}).</translation>
    </message>
    <message>
      <source>{source} cannot be used: its field “{field}” is not known or out of range.</source>
      <translation>{source}: nie można użyć, bo pole „{field}” jest nieznane albo poza zakresem.</translation>
    </message>
    <message>
      <source>{source} does not give it at the moment; next try in {time}</source>
      <translation>{source} chwilowo go nie wydaje; następna próba za {time}</translation>
    </message>
    <message>
      <source>{source} is not a Ritocco style: it has no "{mark}".</source>
      <translation>{source}: to nie jest styl Ritocco, brakuje w nim pola „{mark}”.</translation>
    </message>
    <message>
      <source>{source} is not a style: it is no JSON.</source>
      <translation>{source}: to nie jest styl, bo to nie JSON.</translation>
    </message>
    <message>
      <source>{source} is too large for a style.</source>
      <translation>{source}: za duży plik jak na styl.</translation>
    </message>
    <message>
      <source>{source} was made by a newer Ritocco. Update Ritocco to use it.</source>
      <translation>{source}: utworzony w nowszym Ritocco. Zaktualizuj Ritocco, aby go użyć.</translation>
    </message>
    <message>
      <source>{task} needs a Stable Diffusion model, and none is here yet. Get one, or add a file of yours, on the page of models.</source>
      <translation>„{task}” wymaga modelu Stable Diffusion, a żadnego tu jeszcze nie ma. Pobierz model albo dodaj swój plik na stronie modeli.</translation>
    </message>
    <message>
      <source>{task} needs {model}, which is not here yet.</source>
      <translation>{task}: potrzebny jest {model}, którego tu jeszcze nie ma.</translation>
    </message>
    <message>
      <source>{time} left</source>
      <translation>jeszcze {time}</translation>
    </message>
    <message>
      <source>{what} (Ctrl+Enter or Shift+Enter). It works on the pixels of this moment; go on painting meanwhile.</source>
      <translation>{what} (Ctrl+Enter lub Shift+Enter). Liczą się piksele z tej chwili; możesz w tym czasie malować dalej.</translation>
    </message>
    <message>
      <source>{words} (seed {seed})</source>
      <translation>{words} (ziarno {seed})</translation>
    </message>
    <message>
      <source>{words} (seed {seed}, {number} of {count})</source>
      <translation>{words} (ziarno {seed}, {number} z {count})</translation>
    </message>
    <message>
      <source>“{word}” is not a number.</source>
      <translation>„{word}” to nie liczba.</translation>
    </message>
    <message>
      <source>↓ {percent} %</source>
      <translation>↓ {percent} %</translation>
    </message>
  </context>
</TS>
